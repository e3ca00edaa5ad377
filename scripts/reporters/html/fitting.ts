/**
 * Which parts of which items fit into so much room: the first part of every item before the second of any, so that no
 * item goes without what matters because another has much to tell.
 *
 * @param sizes for each item the sizes of its parts, what matters most first
 */
export function fitting(sizes: readonly (readonly number[])[], room: number): boolean[][] {
  let left = room;
  const fits = sizes.map((parts) => parts.map(() => false));
  const most = Math.max(0, ...sizes.map((parts) => parts.length));
  for (let rank = 0; rank < most; rank += 1) {
    for (const [index, parts] of sizes.entries()) {
      const size = parts[rank];
      if (size === undefined || size > left) continue;
      left -= size;
      fits[index]![rank] = true;
    }
  }
  return fits;
}
