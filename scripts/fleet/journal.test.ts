import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../lib/user-error';
import { JournalWriter, readJournal } from './journal';
import type { FleetHeader, PartnerResult } from './types';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
const path = join(folder, 'fleet.ndjson');
afterAll(() => rmSync(folder, { recursive: true }));

const header: FleetHeader = {
  schemaVersion: 1,
  tool: { name: 'payout-contract', version: '0' },
  mode: 'credentials',
  startedAt: '2026-03-01T09:30:00.125Z',
  partners: 3,
};
const resultOf = (name: string): PartnerResult => ({
  name,
  fingerprint: 'sha256:0123456789abcdef',
  verdict: 'working',
  exitCode: 0,
  startedAt: '2026-03-01T09:30:00.125Z',
  durationMs: 12,
  requests: 4,
  attempts: 1,
});

function writeTwo(): void {
  const journal = new JournalWriter(path, header);
  journal.finished(resultOf('A'));
  journal.finished(resultOf('B\u2028\u001b'));
  journal.close(false);
}

describe('a journal', () => {
  it('returns what was written', () => {
    writeTwo();
    const journal = readJournal(path);
    expect(journal).toMatchObject({ header, complete: false });
    expect([...journal!.results.keys()]).toEqual(['A', 'B\u2028\u001b']);
  });

  it('may end in the middle of its last line, at any byte, and can be continued', () => {
    writeTwo();
    const whole = readFileSync(path);
    const end = whole.lastIndexOf('{"type":"fleet-finished"');
    for (let length = whole.indexOf('\n') + 1; length <= end; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      const before = readJournal(path)!.results.size;
      appendFileSync(path, `${JSON.stringify({ type: 'partner-finished', result: resultOf('C') })}\n`);
      expect(readJournal(path)!.results.size).toBe(before + 1);
    }
  });

  it('can be continued by another writer', () => {
    writeTwo();
    const journal = new JournalWriter(path, undefined);
    journal.finished(resultOf('C'));
    journal.close(true);
    expect(readJournal(path)).toMatchObject({ header, complete: true });
    expect([...readJournal(path)!.results.keys()]).toEqual(['A', 'B\u2028\u001b', 'C']);
  });

  it('is missing if there is no file, or no complete line', () => {
    expect(readJournal(join(folder, 'none'))).toBeUndefined();
    writeFileSync(path, '{"type":"fleet-st');
    expect(readJournal(path)).toBeUndefined();
  });

  it.each(['of somebody', 'of somebody\nwho goes on', `{"type":"fleet-finished","complete":true}\nand mo`])(
    'is left as it is if it is not one: %j',
    (text) => {
      writeFileSync(path, text);
      try {
        readJournal(path);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  const lineOf = (value: object) => `${JSON.stringify(value)}\n`;
  const started = lineOf({ type: 'fleet-started', ...header });
  const finished = (change: object) =>
    started + lineOf({ type: 'partner-finished', result: { ...resultOf('A'), ...change } });
  it.each([
    ['an invalid line in the middle', `${started}x\n{}\n`, ':2:1 is not JSON'],
    ['a line that is not an object', `${started}[]\n`, ':2: not a valid journal line'],
    [
      'another version',
      lineOf({ type: 'fleet-started', ...header, schemaVersion: 2 }),
      ':1: the journal has version 2, expected 1',
    ],
    [
      'a version that is not a number',
      lineOf({ type: 'fleet-started', ...header, schemaVersion: '\u001b[2J' }),
      ':1: schemaVersion must be 1',
    ],
    ['a header without its mode', lineOf({ type: 'fleet-started', ...header, mode: undefined }), ':1: mode is missing'],
    [
      'a line of an unknown type',
      `${started}${lineOf({ type: 'constructor' })}`,
      ':2: type must be fleet-started, partner-finished, fleet-finished',
    ],
    ['a partner without a result', `${started}${lineOf({ type: 'partner-finished' })}`, ':2: result is missing'],
    ['a result that is null', `${started}${lineOf({ type: 'partner-finished', result: null })}`, ':2: result must be'],
    ['an exit code in words', finished({ exitCode: 'zero' }), ':2: result.exitCode must be 0 or 1 or 2 or 3 or 4'],
    ['a report elsewhere', finished({ report: '../../x.json' }), ':2: result.report must match pattern'],
    ['an end without a word', `${started}${lineOf({ type: 'fleet-finished' })}`, ':2: complete is missing'],
  ])('is refused with %s', (_, text, message) => {
    writeFileSync(path, text);
    expect(() => readJournal(path)).toThrow(UserError);
    expect(() => readJournal(path)).toThrow(path + message);
  });
});
