import { Url } from 'postman-collection';
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
  const { variable: _, ...parts } = Url.parse(text) as unknown as Url21;
  return { ...parts, raw: text };
}

/** The text of a URL given in parts: what is sent, whatever its `raw` says. */
export const urlText = (parts: object): string => new Url(parts as ConstructorParameters<typeof Url>[0]).toString();
