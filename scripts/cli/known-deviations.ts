import { isObservedRecord } from '../../schemas/compiled/inputs';
import { rules } from '../judge/rules';
import type { Worded } from '../lib/called-as';
import { problemLine, problemSummary, schemaProblems } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import type { ObservedRecord } from '../report/drift';
import { readQuarantine } from '../report/quarantine';
import type { QuarantineEntry } from '../report/types';
import { readJsonObject } from './json-file';

/**
 * Reads the file of `--quarantine`.
 *
 * @param cases the ids of all cases, generated ones included
 * @throws UserError with every mistake in the file, each on a line
 */
export function readQuarantineFile(file: string, cwd: string, cases: readonly string[]): readonly QuarantineEntry[] {
  const remedy = 'see docs/known-deviations.md for the format';
  const value = readJsonObject(file, cwd, { option: '--quarantine', what: 'a quarantine file', remedy });
  const reading = readQuarantine(value, { cases, rules: rules.map(({ id }) => id) });
  if (reading.ok) return reading.entries;
  const { problems } = reading;
  const list = problems.length === 1 ? problems[0] : ['not a valid quarantine file:', ...problems].join('\n  ');
  throw new UserError(`--quarantine: ${file}: ${list}`, remedy);
}

/**
 * Reads the file of `--baseline`.
 *
 * @throws UserError with the first few mistakes in the file
 */
export function readBaselineFile(file: string, cwd: string): ObservedRecord {
  const remedy: Worded = (tool) => `create the file with ${tool} accept`;
  const value: unknown = readJsonObject(file, cwd, { option: '--baseline', what: 'an accepted record', remedy });
  if (isObservedRecord(value)) return value;
  const problems = schemaProblems(isObservedRecord, value).map((problem) => problemLine(problem));
  throw new UserError(`--baseline: ${file} is not a valid accepted record: ${problemSummary(problems)}`, remedy);
}
