/** Headers in the order and case received, duplicates kept. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** All values of a header. The name is case-insensitive. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a header. The name is case-insensitive. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(
    ([candidate]) => candidate === name || (candidate.length === name.length && candidate.toLowerCase() === wanted),
  )?.[1];
}

/** The value of a header that is a list, which may stand on several lines (RFC 9110 §5.3). The name is case-insensitive. */
export function listedValue(headers: HeaderList, name: string): string | undefined {
  const values = headerValues(headers, name);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Headers from a flat list of names and values, as Node keeps them. */
export function headerPairs(flat: readonly unknown[]): HeaderList {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) pairs.push([String(flat[index]), String(flat[index + 1])]);
  return pairs;
}
