import { closeSync, constants, existsSync, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isRunReport } from '../../schemas/compiled/documents';
import { inputProblemText } from '../lib/file-problem';
import { isJsonObject } from '../lib/json';
import { jsonMistake } from '../lib/json-mistake';
import { readInputText } from '../lib/read-input';
import { problemLine, problemSummary, schemaProblems } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import { buildReport } from '../report/build-report';
import { fold } from '../report/fold';
import { EventProblem, readEvents } from '../report/read-events';
import { summarize } from '../report/summary';
import type { RunReport } from '../report/types';

/** A report and the file that it was read from. */
export interface ReportInput {
  /** As the user named it. */
  readonly name: string;
  /** The file itself: absolute, links followed. */
  readonly path: string;
  readonly report: RunReport;
}

const version = 1;
const largestMiB = 256;
const mebibyte = 2 ** 20;
const remedy = 'give the run.json or events.ndjson of a run, or its folder';

/** Why a file is not the report of a run. */
export class ReportProblem extends UserError {
  /**
   * @param what to be read after the name of the file
   * @param place line and column, where they are known
   */
  constructor(
    name: string,
    readonly what: string,
    remedy: string,
    readonly place = '',
  ) {
    super(`${name}${place} ${what}`, remedy);
  }
}

/** Runs a step on a file; an error becomes one line with the name of the file. */
function about<T>(name: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof EventProblem) {
      const { what, line, column } = error;
      throw new ReportProblem(
        name,
        what,
        remedy,
        [line, column].map((at) => (at === undefined ? '' : `:${at}`)).join(''),
      );
    }
    throw new ReportProblem(name, `cannot be read: ${inputProblemText(error)}`, remedy);
  }
}

/** The header of a run is in the first bytes of both run.json and events.ndjson. */
const headBytes = 4096;

/** When the run of a file started, read from the beginning of the file. */
function startIn(path: string): string | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const head = Buffer.alloc(headBytes);
    const length = readSync(file, head);
    return /"startedAt":\s*"([^"]*)"/.exec(head.toString('utf8', 0, length))?.[1];
  } finally {
    closeSync(file);
  }
}

/**
 * The file to read from the folder of a run: `run.json`, or `events.ndjson` if there is no `run.json` or it is from an
 * older run. A killed run leaves the folder like that.
 */
function fileIn(folder: string, name: string): string {
  const [json, events] = [join(folder, 'run.json'), join(folder, 'events.ndjson')];
  if (!existsSync(events)) {
    if (existsSync(json)) return json;
    throw new ReportProblem(name, `contains neither run.json nor events.ndjson`, remedy);
  }
  if (!existsSync(json)) return events;
  const [finished, begun] = [startIn(json), startIn(events)];
  return finished !== undefined && begun !== undefined && begun > finished ? events : json;
}

function requireReadable(stats: Stats, name: string): void {
  if (!stats.isFile()) throw new ReportProblem(name, `is not a file`, remedy);
  if (stats.size === 0)
    throw new ReportProblem(name, `is empty`, 'use the events.ndjson of the same run if there is one');
  if (stats.size > largestMiB * mebibyte) {
    throw new ReportProblem(
      name,
      `is too large: ${Math.round(stats.size / mebibyte)} MiB; the limit is ${largestMiB} MiB`,
      'give the run.json of the run, or a run of fewer cases',
    );
  }
}

const firstEvent = /^\s*\{\s*"type"/;

function parseReport(text: string, name: string): unknown {
  if (!firstEvent.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      const { line, column, message } = jsonMistake(text)!;
      const next = 'give another file; if the run was killed, its events.ndjson';
      throw new ReportProblem(name, `is not JSON: ${message}`, next, `:${line}:${column}`);
    }
  }
  const events = readEvents(text);
  const starts = events.filter(({ type }) => type === 'run-started').length;
  if (starts > 1)
    throw new ReportProblem(name, `contains the events of ${starts} runs`, 'give a file with the events of one run');
  if (starts === 0)
    throw new ReportProblem(name, `does not contain a complete first event`, 'give another file of the run');
  return fold(events);
}

/** Refuses a report of another version, of another form, or one that contradicts itself. */
function requireReport(value: unknown, name: string): RunReport {
  const found = isJsonObject(value) ? value.schemaVersion : undefined;
  if (typeof found === 'number' && found > version) {
    throw new ReportProblem(
      name,
      `has schema version ${found}; this program reads version ${version}`,
      'use the version of payout-contract that wrote it, or a later one',
    );
  }
  if (!isRunReport(value)) {
    const problems = schemaProblems(isRunReport, value).map((problem) => problemLine(problem));
    throw new ReportProblem(name, `is not a run report: ${problemSummary(problems)}`, remedy);
  }
  const changed = contradiction(value);
  if (changed)
    throw new ReportProblem(name, `was changed after it was written: ${changed}`, 'give the file as the run wrote it');
  return value;
}

function contradiction(report: RunReport): string | undefined {
  const { cases, summary, startedAt, shard, verdict, exitCode } = report;
  if (Number.isNaN(Date.parse(startedAt))) return `startedAt is not a valid time: ${startedAt}`;
  if (new Set(cases.map(({ id }) => id)).size < cases.length) return 'two of its cases have the same id';
  const counts: Readonly<Record<string, number>> = { ...summarize(cases) };
  const wrong = Object.entries(summary).find(([name, count]) => counts[name] !== count);
  if (wrong) return `summary.${wrong[0]} is ${wrong[1]}, but its cases add up to ${counts[wrong[0]]}`;
  const follows = buildReport(report);
  if (verdict !== follows.verdict || exitCode !== follows.exitCode)
    return `its verdict is ${verdict} with exit code ${exitCode}, but the rest of it says ${follows.verdict} with ${follows.exitCode}`;
  return shard && shard.index > shard.count ? `shard ${shard.index}/${shard.count} is not possible` : undefined;
}

/**
 * Reads the report of a run from its `run.json`, its `events.ndjson`, or the folder that holds them.
 *
 * @throws UserError, one line with the name, for a file that cannot be read or is not a report
 */
export function readReport(name: string, cwd: string): ReportInput {
  const given = resolve(cwd, name);
  const file = about(name, () => (statSync(given).isDirectory() ? fileIn(given, name) : given));
  const shown = file === given ? name : join(name, basename(file));
  return about(shown, () => {
    const path = realpathSync(file);
    requireReadable(statSync(path), shown);
    const text = readInputText(path, largestMiB * mebibyte);
    return { name, path, report: requireReport(parseReport(text, shown), shown) };
  });
}

/**
 * Reads several reports.
 *
 * @throws UserError as `readReport` does, and for a report that is given twice
 */
export function readReports(names: readonly string[], cwd: string): ReportInput[] {
  const inputs = new Map<string, ReportInput>();
  for (const name of names) {
    const input = readReport(name, cwd);
    const other = inputs.get(input.path);
    if (other) throw new UserError(`${other.name} and ${name} are the same file`, 'give each report once');
    inputs.set(input.path, input);
  }
  return [...inputs.values()];
}
