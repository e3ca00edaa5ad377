/**
 * Whether a program or file that tests need is present. If it is missing, its tests are skipped and this says so; if `CI`
 * is set, they fail.
 *
 * @throws in CI, if it is missing
 */
export function present(found: boolean, what: string): boolean {
  if (found) return true;
  if (process.env.CI) throw new Error(`${what} is missing. CI does not skip the tests that need it.`);
  process.stderr.write(`Skipped: the tests that need ${what}, which is missing.\n`);
  return false;
}
