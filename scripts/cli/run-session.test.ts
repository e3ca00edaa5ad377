import { mkdirSync, readFileSync } from 'node:fs';
import type { Io } from '../lib/io';
import type { RunReport } from '../report/types';
import { chooseReporters, createReporting } from '../reporters/reporting';
import { makeWorkplace } from '../testing/cli';
import { httpServer } from '../testing/servers';
import { conduct, type RunRequest } from './run-session';

const work = makeWorkplace();
afterAll(() => work.remove());

const secret = 'a secret that the run has learned';

/** A session whose work fails as no work should. */
async function failingSession(env: Readonly<Record<string, string>>): Promise<{ exitCode: number; written: string }> {
  mkdirSync(work.path('out'), { recursive: true });
  const server = await httpServer(() => undefined);
  let written = '';
  const stream = {
    write: (text: string) => {
      written += text;
    },
  };
  const io: Io = { env, cwd: work.cwd, stdout: stream, stderr: stream, onSignal: () => () => undefined };
  const context = { outDir: work.path('out'), outDirShown: 'out', stdout: stream, interactive: false, colour: false };
  const request: RunRequest = {
    target: { name: 'local', kind: 'custom', baseUrl: server.url },
    credentials: {},
    fetchesToken: false,
    ...{
      strict: false,
      bail: false,
      retries: 0,
      timeoutMs: 60_000,
      maxDurationMs: 10_000,
      engine: 'newman' as const,
      seed: 1,
      concurrency: 1,
    },
    rate: undefined,
    now: new Date(0),
  };
  const planned = { id: 'a.case', title: 'is a case', theme: 'Theme', tags: [], evidence: [], reproduce: 'run' };
  const send = async ({ redactor }: { redactor: { learn(text: string, kind: string): void } }): Promise<void> => {
    redactor.learn(secret, 'secret');
    throw new Error(`failed with ${secret}`);
  };
  const reporting = await createReporting(chooseReporters('console,json,junit,ndjson'), context);
  const exitCode = await conduct({ cases: [planned], send }, request, reporting, io);
  await server.close();
  return { exitCode, written };
}

describe('a run that fails by itself', () => {
  it.each([{}, { DEBUG: '1' }])('ends with 3, says so in its reports, and shows no secret: %j', async (env) => {
    const { exitCode, written } = await failingSession(env);
    expect(exitCode).toBe(3);
    const text = readFileSync(work.path('out', 'run.json'), 'utf8');
    const report: RunReport = JSON.parse(text);
    expect(report).toMatchObject({ verdict: 'no-verdict', complete: false, stopped: 'internal-error' });
    expect(report.error).toMatch(/^failed with \[secret sha256:/);
    expect(report.cases[0]).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('internal error') });
    expect(written).toContain('internal error');
    expect(/\n\s+at /.test(written)).toBe('DEBUG' in env);
    for (const each of [written, text, readFileSync(work.path('out', 'events.ndjson'), 'utf8')])
      expect(each).not.toContain('the run has learned');
  });
});
