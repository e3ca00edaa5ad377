import { pathToFileURL } from 'node:url';
import type { Env } from '../../lib/io';

/** What terminals that make links (OSC 8) say of themselves. */
const signs: Readonly<Record<string, RegExp>> = {
  TERM_PROGRAM: /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|Tabby|rio)$/,
  TERM: /^(?:xterm-kitty|xterm-ghostty|alacritty|foot)/,
  VTE_VERSION: /^(?:[5-9]\d{3}|\d{5,})$/,
  WT_SESSION: /./,
  KONSOLE_VERSION: /./,
  FORCE_HYPERLINK: /^(?!0$)./,
};

/** Whether the terminal makes links; others may print the codes. */
export const makesLinks = (env: Env): boolean =>
  env.FORCE_HYPERLINK !== '0' && Object.entries(signs).some(([name, pattern]) => pattern.test(env[name] ?? ''));

/** The address of a file of ours. Its path is encoded, so that a name cannot end the link. */
export const fileLink = (path: string): string => pathToFileURL(path).href;
