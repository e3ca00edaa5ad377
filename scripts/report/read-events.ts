import { jsonValue } from '../lib/json';
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

/**
 * The events in the text of an `events.ndjson`. A truncated last line is left out.
 *
 * @throws for any other line that is not an event, and for a file of another version
 */
export function readEvents(text: string): RunEvent[] {
  const events: RunEvent[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = jsonValue(line);
    if (value === undefined && index === lines.length - 1) break;
    if (!isEvent(value)) throw new Error(`line ${index + 1} is not an event`);
    if (value.type === 'run-started' && value.schemaVersion !== version) {
      throw new Error(`the events have version ${value.schemaVersion}; this program reads version ${version}`);
    }
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
