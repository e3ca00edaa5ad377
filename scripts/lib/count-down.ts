/** The number of parts in which a time limit is counted. */
const parts = 10;

/**
 * Counts a time limit in parts: while this process is held up, no response can be read, and only one part passes.
 *
 * @param ms milliseconds
 * @returns what stops the counting
 */
export function countDown(ms: number, over: () => void): () => void {
  let left = parts;
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    over();
  }, ms / parts);
  return () => clearInterval(timer);
}
