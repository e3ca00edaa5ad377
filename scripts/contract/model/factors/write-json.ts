import type { Properties } from './draft';

/** A JSON value; a `bigint` is a number with all its digits. */
const valueText = (value: unknown): string | undefined =>
  typeof value === 'bigint' ? String(value) : JSON.stringify(value);

/** Properties as a JSON object, as `JSON.stringify` writes it; names may be repeated. */
export const writeJson = (properties: Properties): string =>
  `{${properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${valueText(value)}`)
    .join(',')}}`;
