import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallId } from '../../contract/model';
import type { Factor } from '../../contract/model/factors/draft';
import { once } from '../../lib/once';
import { packageRoot } from '../../lib/package-root';
import { hash32, seededRandom } from '../../lib/seeded-random';
import type { Program } from './program';

/** The factors of each call that can be explored, with the levels that the credentials allow. */
export type Factors = Readonly<Partial<Record<CallId, readonly Factor[]>>>;

/** A level of a factor, by its ids. */
export interface Named {
  readonly call: CallId;
  readonly factor: string;
  readonly level: string;
}

/** Rows that contain every pair of neutral levels of a call's factors, as indices into the levels. */
interface CoveringArray {
  readonly factors: readonly { readonly id: string; readonly levels: readonly string[] }[];
  readonly rows: readonly (readonly number[])[];
}

/** `schemas/compiled/combinations.json`. */
type Combinations = Readonly<Partial<Record<CallId, CoveringArray>>>;

/** The covering arrays, which `generate` makes. */
export const combinations = once(
  (): Combinations => JSON.parse(readFileSync(join(packageRoot, 'schemas/compiled/combinations.json'), 'utf8')),
);

/** What the plan of combinations is made from. */
export interface PlanInput {
  readonly factors: Factors;
  readonly seed: number;
  /** Levels that are sent by themselves, because the target refuses them or because they are large. */
  readonly solo: (named: Named) => boolean;
  /** Levels of which a request has at most one: several are too large for many servers. */
  readonly bulky: (named: Named) => boolean;
  readonly combinations: Combinations;
}

/** A program that is made when it is sent, because most programs never are. */
export type Make = () => Program;

/** An order that depends only on the seed. */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const random = seededRandom(seed ^ hash32('order'));
  const left = [...values];
  for (let at = left.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}
