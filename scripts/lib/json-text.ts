import { defuseCiCommands } from './ci-commands';
import { visible } from './terminal-text';

/** An escape of JSON; the first group is half of a surrogate pair, which `JSON.stringify` escapes only if it is alone. */
const jsonEscape = /\\(?:u(d[89a-f][\da-f]{2})|[\s\S])/g;

/**
 * JSON with everything unprintable and the start of commands for CI servers escaped. It is safe to show on a terminal, and
 * parses to the same value, except that half of a surrogate pair becomes the text `\ud800`: jq and others read no file with
 * its escape. Without `indent` it is one line for every reader, even one that breaks lines at U+0085 and U+2028.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = defuseCiCommands(JSON.stringify(value, null, indent));
  const readable = text.includes('\\ud')
    ? text.replace(jsonEscape, (whole, half?: string) => (half === undefined ? whole : `\\\\u${half}`))
    : text;
  return visible(readable, '\n');
}
