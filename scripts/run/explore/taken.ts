/** A list that several loops share: each takes the next item, also a loop that starts after others have ended. */
export function taken<T>(all: Iterable<T>): Iterable<T> {
  const iterator = all[Symbol.iterator]();
  return { [Symbol.iterator]: () => ({ next: () => iterator.next() }) };
}
