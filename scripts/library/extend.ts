import { matchers } from './matchers';

interface Extendable {
  extend(matchers: object): void;
}

const isExtendable = (value: unknown): value is Extendable =>
  typeof value === 'function' && 'extend' in value && typeof value.extend === 'function';

/**
 * Adds the matchers to the `expect` of a test framework.
 *
 * @throws an error if there is none
 */
export function extend(found: unknown, remedy: string): void {
  if (!isExtendable(found)) throw new Error(`no test framework is running here: ${remedy}`);
  found.extend(matchers);
}
