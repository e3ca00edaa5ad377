import { isJsonObject, type JsonObject, pointerName, pointerNames } from '../json';

/** A place where two values differ. A side that lacks the value lacks the property. */
export interface Difference {
  /** As in JSON Pointer (RFC 6901). */
  readonly at: string;
  readonly v3?: unknown;
  readonly '2.1'?: unknown;
}

/** An empty list, map or text says as much as an absent one. */
const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0);

const own = (value: JsonObject, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

/** Where what was read from v3 differs from the original in 2.1. */
export function differences(v3: unknown, original: unknown, at = ''): Difference[] {
  if (isJsonObject(v3) && isJsonObject(original)) {
    const names = new Set([...Object.keys(v3), ...Object.keys(original)]);
    return [...names].flatMap((name) => differences(own(v3, name), own(original, name), `${at}/${pointerName(name)}`));
  }
  if (Array.isArray(v3) && Array.isArray(original) && v3.length === original.length) {
    return v3.flatMap((each, index) => differences(each, original[index], `${at}/${index}`));
  }
  if (
    Object.is(v3, original) ||
    (saysNothing(v3) && saysNothing(original) && (v3 === undefined || original === undefined))
  )
    return [];
  return [{ at, ...(v3 !== undefined && { v3 }), ...(original !== undefined && { '2.1': original }) }];
}

const same = (one: unknown, other: unknown): boolean => differences(one, other).length === 0;

/**
 * Makes a value what it was before it was written as v3, where it still is what was written.
 *
 * @returns the changed value, or `undefined` if it has been edited there
 */
export function restored(value: unknown, { at, ...sides }: Difference): unknown {
  const names = pointerNames(at);
  const change = (current: unknown, depth: number): unknown => {
    if (depth === names.length) return same(current, sides.v3) ? sides['2.1'] : edited;
    const name = names[depth]!;
    if (Array.isArray(current)) {
      const index = Number(name);
      if (!Number.isInteger(index) || index < 0 || index >= current.length) return edited;
      const changed = change(current[index], depth + 1);
      return changed === edited ? edited : current.with(index, changed);
    }
    if (!isJsonObject(current)) return edited;
    const changed = change(own(current, name), depth + 1);
    if (changed === edited) return edited;
    // Entries are defined, not assigned: a name may be `__proto__`.
    const others = Object.entries(current).filter(([each]) => each !== name);
    if (changed === undefined) return Object.fromEntries(others);
    return Object.hasOwn(current, name)
      ? Object.fromEntries(Object.entries(current).map(([each, old]) => [each, each === name ? changed : old]))
      : Object.fromEntries([...others, [name, changed]]);
  };
  const result = change(value, 0);
  return result === edited ? undefined : result;
}

const edited = Symbol('edited');

/** The places of differences in words, each once with its number: `request.header[].type (3 times)`. */
export function placesInWords(found: readonly { readonly at: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { at } of found) {
    const place = pointerNames(at)
      .map((name) => (/^\d+$/.test(name) ? '[]' : `.${name}`))
      .join('')
      .replace(/^\./, '');
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].map(([place, count]) => (count > 1 ? `${place} (${count} times)` : place));
}
