import { visible } from './terminal-text';

/**
 * JSON in which everything unprintable is escaped. It reads back as the same value, is safe to show on a terminal, and
 * without `indent` is a single line for every reader of lines (some also break at U+0085 and U+2028).
 */
export function jsonText(value: unknown, indent?: number): string {
  return visible(JSON.stringify(value, null, indent), '\n');
}
