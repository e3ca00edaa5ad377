import type { HeaderList } from '../contract/exchange';
import { headerPairs } from '../lib/headers';

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value;

/** Headers of any of the usual forms as pairs; `undefined` if there are none to read. */
export function headerList(headers: unknown, raw?: unknown): HeaderList | undefined {
  if (Array.isArray(raw) && raw.length > 0) return headerPairs(raw);
  if (typeof headers !== 'object' || headers === null) return undefined;
  if (!isIterable(headers))
    return Object.entries(headers).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((each) => each !== undefined && each !== null && typeof each !== 'function')
        .map((each) => [name, String(each)] as const),
    );
  const entries = [...headers];
  if (entries.every((entry) => typeof entry === 'string')) return headerPairs(entries);
  return entries.flatMap((entry) =>
    Array.isArray(entry) && entry.length >= 2 && entry[1] !== undefined
      ? [[String(entry[0]), String(entry[1])] as const]
      : [],
  );
}
