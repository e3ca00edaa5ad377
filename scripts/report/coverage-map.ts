import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Explored } from './types';

/** Which levels, pairs of them, and programs of several requests a run sent: bits by their numbers, compressed, in base64. */
export type CoverageMap = NonNullable<Explored['coverage']>;

/** No list of conditions is as long as this many bits; a damaged file may claim to be. */
const mostBytes = 1 << 20;

/** Eight flags to a byte, up to the last that is set. */
function bytesOf(flags: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((flags.lastIndexOf(1) >> 3) + 1);
  for (let at = flags.indexOf(1); at >= 0; at = flags.indexOf(1, at + 1)) bytes[at >> 3]! |= 1 << (at & 7);
  return bytes;
}

const packed = (bytes: Uint8Array): string => deflateRawSync(bytes, { level: 9 }).toString('base64');

/** The bits; `undefined` if a file is damaged. */
function unpacked(text: string): Uint8Array | undefined {
  try {
    return inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: mostBytes });
  } catch {
    return undefined;
  }
}

const union = (one: Uint8Array, other: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: Math.max(one.length, other.length) }, (_, at) => (one[at] ?? 0) | (other[at] ?? 0));

function count(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) for (let left = byte; left > 0; left &= left - 1) bits += 1;
  return bits;
}

/** What the numbers of a map count. */
type CoveragePart = 'levels' | 'pairs' | 'programs';

/**
 * The map of what was sent.
 *
 * @param factors the name of the lists that the numbers are positions in
 * @param sent 1 at the position of each level, pair and program that was sent
 */
export const coverageMap = (
  factors: string,
  { levels, pairs, programs }: Readonly<Record<CoveragePart, Uint8Array>>,
): CoverageMap => ({
  factors,
  levels: packed(bytesOf(levels)),
  pairs: packed(bytesOf(pairs)),
  programs: packed(bytesOf(programs)),
});

/** What a map says was sent. */
export function sentNumbers(map: CoverageMap, part: CoveragePart): { has(number: number): boolean } {
  const bytes = unpacked(map[part] ?? '') ?? new Uint8Array();
  return { has: (number) => ((bytes[number >> 3] ?? 0) & (1 << (number & 7))) !== 0 };
}

function joined(maps: readonly CoverageMap[], part: CoveragePart): Uint8Array {
  return maps.flatMap((map) => unpacked(map[part] ?? '') ?? []).reduce(union, new Uint8Array());
}

/** What several runs covered together, those with the list of conditions of the last one: it changes with the version. */
export function coveredTogether(
  runs: readonly Explored[],
): (Pick<Explored, 'levels' | 'pairs'> & { readonly coverage: CoverageMap }) | undefined {
  const last = runs.findLast(({ coverage }) => coverage);
  if (!last?.coverage) return undefined;
  const { factors } = last.coverage;
  const same = runs.filter(({ coverage }) => coverage?.factors === factors);
  const maps = same.flatMap(({ coverage }) => coverage ?? []);
  const [levels, pairs, programs] = [joined(maps, 'levels'), joined(maps, 'pairs'), joined(maps, 'programs')];
  // A target for which more credentials were set has more that could be sent.
  const most = (part: 'levels' | 'pairs'): number => Math.max(...same.map((run) => run[part].of));
  return {
    levels: { covered: count(levels), of: most('levels') },
    pairs: { covered: count(pairs), of: most('pairs') },
    coverage: { factors, levels: packed(levels), pairs: packed(pairs), programs: packed(programs) },
  };
}
