import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallId } from '../../contract/model';
import { once } from '../../lib/once';
import { packageRoot } from '../../lib/package-root';

/** Rows that contain every pair of neutral levels of a call's factors, as indices into the levels. */
export interface CoveringArray {
  readonly factors: readonly { readonly id: string; readonly levels: readonly string[] }[];
  readonly rows: readonly (readonly number[])[];
}

/** `schemas/compiled/combinations.json`. */
export type Combinations = Readonly<Partial<Record<CallId, CoveringArray>>>;

/** The covering arrays, which `generate` makes. */
export const combinations = once(
  (): Combinations => JSON.parse(readFileSync(join(packageRoot, 'schemas/compiled/combinations.json'), 'utf8')),
);
