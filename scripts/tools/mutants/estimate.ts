import { plural } from '../../lib/plural';
import type { Mutant } from './matrix';

/** Seconds of one core that a server takes, as measured. */
const seconds = { cases: 0.1, exploring: 1.2, variant: 0.9 } as const;

/** What is about to run. */
export interface Workload {
  readonly mutants: readonly Mutant[];
  /** How many of the faults take a condition, so that the cases alone do not catch most of them. */
  readonly combined: number;
  readonly explore: boolean;
  readonly cores: number;
}

/** `958 faults and 115 variants: about 10 minutes`. */
export function estimate({ mutants, combined, explore, cores }: Workload): string {
  const faults = mutants.filter(({ expected }) => expected !== undefined).length;
  const variants = mutants.length - faults;
  const explored = explore ? combined * seconds.exploring + variants * (seconds.variant - seconds.cases) : 0;
  const minutes = Math.round((mutants.length * seconds.cases + explored) / cores / 60);
  const time = minutes === 0 ? 'less than a minute' : `about ${plural(minutes, 'minute')}`;
  return `${plural(faults, 'fault')} and ${plural(variants, 'variant')}: ${time}`;
}
