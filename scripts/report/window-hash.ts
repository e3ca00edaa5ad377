import { randomInt } from 'node:crypto';

/**
 * The multiplier of a hash that rolls over a text; odd, so that no bit is lost. It is another one in each process, so that
 * no server can send texts whose hashes are all the same.
 */
export const hashBase = randomInt(2 ** 24, 2 ** 31) | 1;

/** The hash of the window of a text that starts there. */
export function hashOf(text: string, start: number, length: number): number {
  let hash = 0;
  for (let index = start; index < start + length; index += 1)
    hash = (Math.imul(hash, hashBase) + text.charCodeAt(index)) | 0;
  return hash;
}

/** What the first character of a window counts in its hash. */
export function leavingFactor(length: number): number {
  let factor = 1;
  for (let index = 1; index < length; index += 1) factor = Math.imul(factor, hashBase);
  return factor;
}

/** The hash of the next window, from that of the one which starts here. */
export const rolled = (hash: number, text: string, start: number, length: number, leaving: number): number =>
  (Math.imul(hash - Math.imul(text.charCodeAt(start), leaving), hashBase) + text.charCodeAt(start + length)) | 0;
