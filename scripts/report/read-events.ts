import { jsonValue } from '../lib/json';
import { jsonMistake } from '../lib/json-mistake';
import type { RunEvent } from './types';

const version = 1;

const types: ReadonlySet<string> = new Set<RunEvent['type']>([
  'run-started',
  'case-planned',
  'case-started',
  'exchange',
  'case-finished',
  'load',
  'traffic',
  'explored',
  'not-judged',
  'run-finished',
]);

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
 * @throws EventProblem for any other line that is not an event, and for a file of another version
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
    if (!isEvent(value)) throw new EventProblem('is not an event', index + 1);
    if (value.type === 'run-started' && value.schemaVersion !== version)
      throw new EventProblem(
        `has events of version ${value.schemaVersion}; this program reads version ${version}`,
        index + 1,
      );
    events.push(value);
  }
  return events;
}

function isEvent(value: unknown): value is RunEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    types.has(value.type)
  );
}
