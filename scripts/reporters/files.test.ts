import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '../report/fold';
import { readEvents } from '../report/read-events';
import { built } from '../testing/built';
import { asReadBack } from '../testing/hostile-text';
import { eventsOf, finding, type RunFixture, reportOf } from '../testing/run-fixtures';
import { reporters } from './index';
import type { Reporter, ReporterContext } from './types';

const run: RunFixture = {
  cases: [{ id: 'a' }, { id: 'b', verdict: 'failed', findings: [finding({ actual: '\u001b[31m\u2028\ud800é' })] }],
};

let outDir: string;
const context = (): ReporterContext => ({
  outDir,
  outDirShown: 'reports/x',
  stdout: { write: () => true },
  interactive: false,
  colour: false,
});
const createReporter = (name: string): Promise<Reporter> =>
  reporters.find((entry) => entry.name === name)!.create(context());
const read = (file: string) => readFileSync(join(outDir, file), 'utf8');

beforeEach(() => {
  outDir = mkdtempSync(join(tmpdir(), 'reporters-'));
});
afterEach(() => rmSync(outDir, { recursive: true }));

describe('the reporters', () => {
  it('have unique names and files; two write to standard output, the annotations last', () => {
    expect(new Set(reporters.map(({ name }) => name)).size).toBe(reporters.length);
    const files = reporters.flatMap(({ file }) => file ?? []);
    expect(new Set(files).size).toBe(files.length);
    expect(reporters.filter(({ ownsStdout }) => ownsStdout).map(({ name }) => name)).toEqual(['console', 'github']);
  });

  it.each(reporters.map(({ name, file }) => [name, file] as const))(
    '%s writes %s and nothing else',
    async (name, file) => {
      const reporter = await createReporter(name);
      for (const event of eventsOf(run)) await reporter.onEvent?.(event);
      await reporter.onReport?.(reportOf(run));
      expect(readdirSync(outDir)).toEqual(file === undefined ? [] : [file]);
    },
  );

  it.each(['json', 'junit', 'markdown', 'ndjson'])('%s fails if it cannot write', async (name) => {
    outDir = join(outDir, 'file');
    mkdirSync(join(outDir, reporters.find((entry) => entry.name === name)!.file!, 'x'), { recursive: true });
    await expect(createReporter(name).then((reporter) => reporter.onReport?.(reportOf(run)))).rejects.toThrow();
    outDir = join(outDir, '..');
  });
});

describe('run.json', () => {
  it('contains the report, without control characters', async () => {
    await (await createReporter('json')).onReport?.(reportOf(run));
    expect(JSON.parse(read('run.json'))).toEqual(asReadBack(reportOf(run)));
    expect(read('run.json')).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('events.ndjson', () => {
  it('holds each event before the next', async () => {
    const reporter = await createReporter('ndjson');
    for (const [index, event] of eventsOf(run).entries()) {
      await reporter.onEvent?.(event);
      expect(readEvents(read('events.ndjson'))).toHaveLength(index + 1);
    }
    expect(fold(readEvents(read('events.ndjson')))).toEqual(asReadBack(reportOf(run)));
  });

  it('refuses an event after the last', async () => {
    const reporter = await createReporter('ndjson');
    for (const event of eventsOf(run)) await reporter.onEvent?.(event);
    expect(() => reporter.onEvent?.({ type: 'case-started', id: 'a' })).toThrow('after run-finished');
  });

  it('survives a killed process', async () => {
    const script = `
      const reporter = require(${JSON.stringify(built('dist/reporters/ndjson'))}).create({ outDir: ${JSON.stringify(outDir)} });
      for (const event of ${JSON.stringify(eventsOf(run).slice(0, 5))}) reporter.onEvent(event);
      process.kill(process.pid, 'SIGKILL');
    `;
    const child = spawn(process.execPath, ['-e', script]);
    const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    const report = fold(readEvents(read('events.ndjson')));
    expect(report).toMatchObject({ complete: false, verdict: 'no-verdict' });
    expect(report.cases.map(({ verdict }) => verdict)).toEqual(['passed', 'errored']);
  });
});
