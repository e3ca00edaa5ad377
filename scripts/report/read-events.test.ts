import { jsonText } from '../lib/json-text';
import { eventsOf, finding } from '../testing/run-fixtures';
import { fold } from './fold';
import { readEvents } from './read-events';

const events = eventsOf({
  cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding({ actual: 'é\u2028\u0085' })] }],
});
const text = events.map((event) => `${jsonText(event)}\n`).join('');

describe('reading events.ndjson', () => {
  it('gives the events back', () => {
    expect(readEvents(text)).toEqual(events);
  });

  it('needs no line break at the end', () => {
    expect(readEvents(text.trimEnd())).toEqual(events);
  });

  it('passes over empty lines', () => {
    expect(readEvents(`\n${text}\n\n`)).toEqual(events);
  });

  it('gives a report wherever the text is cut after its first line', () => {
    const first = text.indexOf('\n') + 1;
    for (let end = first; end < text.length - 1; end += 7) {
      const { complete, summary } = fold(readEvents(text.slice(0, end)));
      expect({ end, complete }).toEqual({ end, complete: false });
      const { passed, failed, errored, inconclusive, skipped } = summary;
      expect(passed + failed + errored + inconclusive + skipped).toBe(2);
    }
  });

  it.each([
    ['', 'nothing'],
    ['{"type":"run-sta', 'half an event'],
  ])('finds no event in %j (%s)', (given) => {
    expect(readEvents(given)).toEqual([]);
  });

  it.each([
    [
      'a broken line in the middle',
      `${text}{"type":\n${text}`,
      { line: events.length + 1, column: 9, what: expect.stringMatching(/^is not JSON: it ends inside an object/) },
    ],
    ['JSON that is not an event', '[]\n', { line: 1, what: 'is not an event' }],
    ['null', 'null', { line: 1, what: 'is not an event' }],
    [
      'an event with a wrong value',
      text.replace('"type":"case-started","id":"b"', '"type":"case-started","id":7'),
      { what: expect.stringMatching(/^is not a valid event of type case-started: id must be a string$/) },
    ],
    [
      'a finding of an unknown level',
      text.replace('"level":"violation"', '"level":"bad"'),
      { what: expect.stringMatching(/^is not a valid event of type case-finished: findings\[0\]\.level must be /) },
    ],
    [
      'an event without its parts',
      '{"type":"exchange","id":"a"}\n',
      { line: 1, what: expect.stringMatching(/^is not a valid event of type exchange: exchange is/) },
    ],
    ['an unknown event', '{"type":"surprise"}\n', { line: 1, what: 'is not an event' }],
    [
      'a newer version',
      '{"type":"run-started","schemaVersion":2}\n',
      { line: 1, what: expect.stringMatching(/version 2; this program reads version 1/) },
    ],
  ])('refuses %s', (_name, given, problem) => {
    expect(() => readEvents(given)).toThrow(expect.objectContaining(problem));
  });
});
