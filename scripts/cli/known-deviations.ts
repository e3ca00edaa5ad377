import { rules } from '../judge/rules';
import { UserError } from '../lib/user-error';
import { type ObservedRecord, readRecord } from '../report/drift';
import { readQuarantine } from '../report/quarantine';
import type { QuarantineEntry } from '../report/types';
import { readJsonObject } from './json-file';

/**
 * Reads the file of `--quarantine`.
 *
 * @param cases the ids of all cases, drawn ones included
 * @throws UserError for a file that is none, with its first mistake
 */
export function readQuarantineFile(file: string, cwd: string, cases: readonly string[]): readonly QuarantineEntry[] {
  const remedy = 'see docs/known-deviations.md for its form';
  const value = readJsonObject(file, cwd, { option: '--quarantine', what: 'a quarantine file', remedy });
  const reading = readQuarantine(value, { cases, rules: rules.map(({ id }) => id) });
  if (reading.ok) return reading.entries;
  const [first, ...more] = reading.problems;
  throw new UserError(`--quarantine: ${file}: ${first}${more.length > 0 ? `, and ${more.length} more` : ''}`, remedy);
}

/**
 * Reads the file of `--baseline`.
 *
 * @throws UserError for a file that is no accepted record
 */
export function readBaselineFile(file: string, cwd: string): ObservedRecord {
  const remedy = 'payout-contract accept writes one';
  const value = readJsonObject(file, cwd, { option: '--baseline', what: 'an accepted record', remedy });
  const reading = readRecord(value);
  if (reading.ok) return reading.record;
  throw new UserError(`--baseline: ${file}: ${reading.problem}`, remedy);
}
