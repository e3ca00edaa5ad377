import type { RunEvent } from './types';

const version = 1;

const types: ReadonlySet<string> = new Set<RunEvent['type']>([
  'run-started',
  'case-started',
  'exchange',
  'case-finished',
  'load',
  'run-finished',
]);

/**
 * The events in the text of an `events.ndjson`. A last line that was cut while it was written is left out; any other
 * line that is not an event, and a file of another version, is refused.
 */
export function readEvents(text: string): RunEvent[] {
  const events: RunEvent[] = [];
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parseJson(line);
    if (value === undefined && index === lines.length - 1) break;
    if (!isEvent(value)) throw new Error(`The events cannot be read: line ${index + 1} is not an event.`);
    if (value.type === 'run-started' && value.schemaVersion !== version) {
      throw new Error(`The events are of version ${value.schemaVersion}; this program reads version ${version}.`);
    }
    events.push(value);
  }
  return events;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
