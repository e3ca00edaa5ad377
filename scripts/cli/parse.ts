import { InvalidArgumentError } from 'commander';
import type { Explore } from '../run/explore/program';

/** Makes a parser for an option that takes a whole number within limits. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(
        `Give a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`,
      );
    }
    return value;
  };
}

/** Parses an option that takes a number above zero. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

/** Parses an option that takes a share in percent, 0 included. */
export function percentage(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value > 100) throw new InvalidArgumentError('Give a number from 0 to 100.');
  return value;
}

/** Collects the values of an option that may be given several times. */
export const repeatable = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** Parses how much is explored. */
export function exploreOption(text: string): Explore {
  if (text === 'pairs' || text === 'triples') return { kind: text };
  const programs = Number(text);
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError(
      'Give "pairs", "triples", or how many combinations: a whole number from 1 to 9999999.',
    );
  return { kind: 'some', programs };
}
