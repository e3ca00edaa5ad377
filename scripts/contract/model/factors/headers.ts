import type { EvidenceIds } from '../../evidence';
import { rows } from '../rows';
import { drawText, type FactorLevel, level, withAddedHeader } from './draft';

const unknown: EvidenceIds = [rows.unknownChangesNothing];
const hexadecimal = '0123456789abcdef';

/** Hexadecimal digits drawn from a seed. */
export const drawHex = (random: () => number, length: number): string => drawText(random, hexadecimal, length);

/** A GUID drawn from a seed. */
export const drawGuid = (random: () => number): string =>
  `${drawHex(random, 8)}-${drawHex(random, 4)}-4${drawHex(random, 3)}-8${drawHex(random, 3)}-${drawHex(random, 12)}`;

/** A header's value, or how it is drawn. */
export type Value = string | ((random: () => number) => string);

/** A level with one more header. */
export const headerLevel = (
  id: string,
  title: string,
  name: string,
  value: Value,
  alone: FactorLevel['alone'] = 'open',
  evidence = unknown,
): FactorLevel =>
  level(id, title, alone, evidence, (draft, _sources, random) =>
    withAddedHeader(draft, name, typeof value === 'string' ? value : value(random)),
  );

/** A level with one more header, titled as it is written. */
export const plainHeaderLevel = (
  id: string,
  name: string,
  value: string,
  alone?: FactorLevel['alone'],
  evidence?: EvidenceIds,
): FactorLevel => headerLevel(id, `with ${name}: ${value}`, name, value, alone, evidence);
