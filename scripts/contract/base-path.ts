const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);

/** Whether a call's path starts so. A lone `identity` may be a gateway's own prefix. */
const startsCall = (segments: readonly string[], calls: readonly string[]): boolean =>
  (segments.length > 1 || /^v\d+$/i.test(segments[0] ?? '')) &&
  calls.some((call) => {
    const own = segmentsOf(call);
    return segments.every((each, index) => each.toLowerCase() === own[index]?.toLowerCase());
  });

/**
 * A base path without slashes at its end, and without what each call adds to it: its own path, or the start of it.
 *
 * @param calls the paths of the calls
 */
export function withoutCallPath(path: string, calls: readonly string[]): string {
  const start = [...path.matchAll(/\/+/g)].find(({ index }) => startsCall(segmentsOf(path.slice(index)), calls));
  return path.slice(0, start?.index ?? path.length).replace(/\/+$/, '');
}
