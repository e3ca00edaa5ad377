type Headers = readonly (readonly [name: string, value: string])[];

/** All values of a header. The name is case-insensitive. */
export function headerValues(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a header. The name is case-insensitive. */
export function headerValue(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(
    ([candidate]) => candidate === name || (candidate.length === name.length && candidate.toLowerCase() === wanted),
  )?.[1];
}

/** Headers from a flat list of names and values, as Node keeps them. */
export function headerPairs(flat: readonly unknown[]): (readonly [name: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) pairs.push([String(flat[index]), String(flat[index + 1])]);
  return pairs;
}
