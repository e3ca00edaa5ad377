type Headers = readonly (readonly [name: string, value: string])[];

/** All values of a header, its name without regard to case. */
export function headerValues(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a header, its name without regard to case. */
export const headerValue = (headers: Headers, name: string): string | undefined => headerValues(headers, name)[0];
