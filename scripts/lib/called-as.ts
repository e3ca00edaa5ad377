import type { Env } from './io';

/** The command of the package, as it is installed. */
export const toolName = 'payout-contract';

/** A text with commands of this tool in it, for a reader who calls the tool by this name. */
export type Worded = string | ((tool: string) => string);

export const wordedFor = (tool: string, text: Worded): string => (typeof text === 'string' ? text : text(tool));

/** What a user types for `payout-contract` where this process was started: by its name, by npx, or by npm in a checkout. */
export function calledAs({
  npm_lifecycle_event: event,
  npm_lifecycle_script: script = '',
  npm_command: by,
}: Env): string {
  if (by === 'exec' && script.split(/\s/)[0] === toolName) return `npx ${toolName}`;
  const fromCheckout = (event === 'contract' || event === 'start') && script.includes('scripts/cli.ts');
  return fromCheckout ? 'npm run -s contract --' : toolName;
}
