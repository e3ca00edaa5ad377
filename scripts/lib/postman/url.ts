import { Url } from 'postman-collection';
import { defined } from '../defined';
import type { Pair21 } from './v3-parts';

/** A URL in format 2.1, in parts as Newman wants it. */
export interface Url21 {
  raw: string;
  query?: Pair21[];
  variable?: Pair21[];
  [name: string]: unknown;
}

/** The parts of a URL, as Postman itself finds them. */
export function parseUrl(text: string): Url21 {
  const { variable: _, raw: __, ...parts } = Url.parse(text) as unknown as Url21;
  return { raw: text, ...defined(parts) };
}

/** Escapes the characters that would end a part of a query, except in the name of a variable. */
const escaped = (text: string, ends: string): string =>
  text.replace(/\{\{[^{}]*\}\}|[&#=]/g, (found) => (ends.includes(found) ? encodeURIComponent(found) : found));

const paramText = ({ key, value }: Pair21): string =>
  value === null ? escaped(key, '&#=') : `${escaped(key, '&#=')}=${escaped(value, '&#')}`;

/** A query as text, without what is disabled. */
export const queryText = (params: readonly Pair21[]): string =>
  params
    .filter(({ disabled }) => !disabled)
    .map(paramText)
    .join('&');

/** The text of a URL given in parts, without its query: what is sent, whatever its `raw` says. */
export function addressText({
  query: _,
  variable: __,
  hash: ___,
  ...parts
}: {
  readonly [name: string]: unknown;
}): string {
  try {
    return new Url(parts as unknown as ConstructorParameters<typeof Url>[0]).toString();
  } catch {
    // Parts of the wrong type, which Newman cannot send either.
    return '';
  }
}

const decoded = (text: string | null): string => {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    return text ?? '';
  }
};

/** Whether two queries send the same, however it is escaped. */
export const sameQuery = (one: readonly Pair21[], other: readonly Pair21[]): boolean =>
  one.length === other.length &&
  one.every(
    ({ key, value }, at) => decoded(key) === decoded(other[at]!.key) && decoded(value) === decoded(other[at]!.value),
  );
