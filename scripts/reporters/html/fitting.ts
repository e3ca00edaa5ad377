/**
 * Decides which parts of each item fit into the room: the first part of every item before the second part of any, so
 * that a large item does not displace the most important part of another.
 *
 * @param sizes for each item the sizes of its parts, the most important first
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
