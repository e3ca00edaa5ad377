import { pathToFileURL } from 'node:url';
import type { Env } from '../../lib/io';

/** The environment variables of terminals that support links (OSC 8). */
const linkingTerminals: Readonly<Record<string, RegExp>> = {
  TERM_PROGRAM: /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio)$/,
  TERM: /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/,
  VTE_VERSION: /^(?:[5-9]\d{3}|\d{5,})$/,
  WT_SESSION: /./,
  KONSOLE_VERSION: /./,
  FORCE_HYPERLINK: /^(?!0$)./,
};

/** Whether the terminal supports links. Others may print the control codes. */
export const makesLinks = (env: Env): boolean =>
  env.FORCE_HYPERLINK !== '0' &&
  Object.entries(linkingTerminals).some(([name, pattern]) => pattern.test(env[name] ?? ''));

/** The address of a file of ours. Its path is encoded, so that a name cannot end the link. */
export const fileLink = (path: string): string => pathToFileURL(path).href;
