import { resolve } from 'node:path';
import { isObservedRecord } from '../../schemas/compiled/inputs';
import { rules } from '../judge/rules';
import type { Worded } from '../lib/called-as';
import { inputProblemText } from '../lib/file-problem';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import { notJsonText } from '../lib/json-mistake';
import { readInputText } from '../lib/read-input';
import { problemLine, problemSummary, schemaProblems } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import type { ObservedRecord } from '../report/drift';
import { readQuarantine } from '../report/quarantine';
import type { QuarantineEntry } from '../report/types';

const longestFile = 64 * 2 ** 20;

/** @throws UserError for a file that cannot be read, or contains no JSON object, with the place of a mistake */
function readJsonObject(file: string, cwd: string, option: string, what: string, remedy: Worded): JsonObject {
  let text: string;
  try {
    text = readInputText(resolve(cwd, file), longestFile);
  } catch (error) {
    throw new UserError(`${option}: ${file} cannot be read: ${inputProblemText(error)}`, 'check the path');
  }
  const reading = parseJson(text);
  if (reading.ok && isJsonObject(reading.value)) return reading.value;
  throw new UserError(`${option}: ${notJsonText(file, text) ?? `${file} is not ${what}`}`, remedy);
}

/**
 * Reads the file of `--quarantine`.
 *
 * @param cases the ids of all cases, generated ones included
 * @throws UserError with every mistake in the file, each on a line
 */
export function readQuarantineFile(file: string, cwd: string, cases: readonly string[]): readonly QuarantineEntry[] {
  const remedy = 'see docs/known-deviations.md for the format';
  const value = readJsonObject(file, cwd, '--quarantine', 'a quarantine file', remedy);
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
  const value: unknown = readJsonObject(file, cwd, '--baseline', 'an accepted record', remedy);
  if (isObservedRecord(value)) return value;
  const problems = schemaProblems(isObservedRecord, value).map((problem) => problemLine(problem));
  throw new UserError(`--baseline: ${file} is not a valid accepted record: ${problemSummary(problems)}`, remedy);
}
