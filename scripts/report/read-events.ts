import type { ValidateFunction } from 'ajv';
import { isJsonObject, jsonValue } from '../lib/json';
import { jsonMistake } from '../lib/json-mistake';
import { once } from '../lib/once';
import { problemLine, problemSummary, schemaProblems } from '../lib/schema-problems';
import type { RunEvent } from './types';

const version = 1;

// Loaded only if there are events: whoever reads a finished report needs none of the validators.
const validators = once((): Readonly<Record<RunEvent['type'], ValidateFunction<RunEvent>>> => {
  const events = require('../../schemas/compiled/events') as typeof import('../../schemas/compiled/events');
  return {
    'run-started': events.isRunStarted,
    'case-planned': events.isCasePlanned,
    'case-started': events.isCaseStarted,
    exchange: events.isExchange,
    'case-finished': events.isCaseFinished,
    load: events.isLoad,
    traffic: events.isTraffic,
    explored: events.isExplored,
    'not-judged': events.isNotJudged,
    'run-finished': events.isRunFinished,
  };
});

/** Why a file is not the journal of a run. */
export class EventProblem extends Error {
  /** @param what to be read after the name of the file */
  constructor(
    readonly what: string,
    readonly line: number,
    readonly column?: number,
  ) {
    super(`line ${line} ${what}`);
  }
}

/**
 * The events in the text of an `events.ndjson`. A truncated last line is left out.
 *
 * @throws EventProblem for any other line that is not a valid event, and for a file of another version
 */
export function readEvents(text: string): RunEvent[] {
  const events: RunEvent[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = jsonValue(line);
    if (value === undefined && index === lines.length - 1) break;
    if (value === undefined) {
      const { column, message } = jsonMistake(line)!;
      throw new EventProblem(`is not JSON: ${message}`, index + 1, column);
    }
    events.push(eventOf(value, index + 1));
  }
  return events;
}

const isType = (type: unknown): type is RunEvent['type'] =>
  typeof type === 'string' && Object.hasOwn(validators(), type);

function eventOf(value: unknown, line: number): RunEvent {
  const { type, schemaVersion } = isJsonObject(value) ? value : {};
  if (!isType(type)) throw new EventProblem('is not an event', line);
  if (type === 'run-started' && typeof schemaVersion === 'number' && schemaVersion !== version)
    throw new EventProblem(`has events of version ${schemaVersion}; this program reads version ${version}`, line);
  const isValid = validators()[type];
  if (isValid(value)) return value;
  const problems = schemaProblems(isValid, value).map((problem) => problemLine(problem, 'the event'));
  throw new EventProblem(`is not a valid event of type ${type}: ${problemSummary(problems)}`, line);
}
