import type { Target } from '../../http/types';
import { shellQuote } from '../../lib/shell';
import { targetOption } from '../reproduce';

/** A shell command that sends a program again, with the same values. */
export const exploreCommand = (id: string, target: Target, seed: number): string =>
  `payout-contract run${targetOption(target)} --seed ${seed} --case ${shellQuote(id)}`;
