import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToHistory } from './history';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'bench-history-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();

/** The file of a run, as the benchmark names it. */
function fileOf(day: number, content?: string): string {
  const file = join(work, `${at(day).replaceAll(/[:.]/g, '-')}.json`);
  const run = { at: at(day), machine: { node: 'v22.0.0', cores: 2 }, figures: [] };
  writeFileSync(file, content ?? JSON.stringify(run));
  return file;
}

describe('the history of the benchmark', () => {
  const folder = (): string => join(work, 'new', 'history');

  it('holds each run that was added', () => {
    addToHistory(folder(), fileOf(1));
    const { runs, unreadable } = addToHistory(folder(), fileOf(8));
    expect(runs.map((run) => run.at)).toEqual([at(1), at(8)]);
    expect(unreadable).toEqual([]);
  });

  it('drops the oldest of more than two years', () => {
    for (let day = 1; day <= 106; day += 1) addToHistory(folder(), fileOf(day));
    const { runs } = addToHistory(folder(), fileOf(107));
    expect([runs.length, runs[0]?.at, runs.at(-1)?.at]).toEqual([104, at(4), at(107)]);
    expect(readdirSync(folder())).toHaveLength(104);
  });

  it.each(['', '[]', '{"at":1}', '{"at":"2026","machine":{"node":"v22"},"figures":[1]}'])(
    'ignores a file that is not a run: %j',
    (content) => {
      const damaged = fileOf(1, content);
      addToHistory(folder(), damaged);
      const { runs, unreadable } = addToHistory(folder(), fileOf(8));
      expect(runs.map((run) => run.at)).toEqual([at(8)]);
      expect(unreadable).toEqual(['2026-01-01T00-00-00-000Z.json']);
    },
  );
});
