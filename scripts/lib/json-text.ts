import { defuseCiCommands } from './ci-commands';
import { visible } from './terminal-text';

/**
 * JSON with everything unprintable and the start of commands for CI servers escaped. It parses to the same value and is safe to show on a terminal. Without
 * `indent` it is one line for every reader, even one that breaks lines at U+0085 and U+2028.
 */
export function jsonText(value: unknown, indent?: number): string {
  return visible(defuseCiCommands(JSON.stringify(value, null, indent)), '\n');
}
