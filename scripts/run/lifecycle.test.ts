import { fold } from '../report/fold';
import type { RunEvent } from '../report/types';
import { startSandbox } from '../sandbox';
import { keysOf, runHarness } from '../testing/harness';
import { closedUrl, httpServer } from '../testing/servers';
import { validReport } from '../testing/valid-report';
import { environmentWith } from './environment/environment';
import { type Phase, type RunHooks, runLifecycle, type Work } from './lifecycle';
import type { RunOptions } from './options';

const secret = 'a secret that the run has learned';
const options: RunOptions = {
  sending: { engine: 'direct', concurrency: 1, timeoutMs: 60_000, retries: 0, seed: 1 },
  judging: { strict: false },
  limits: { bail: false },
  now: new Date(0),
};
const planned = { id: 'a.case', title: 'is a case', theme: 'Theme', tags: [], evidence: [], reproduce: 'run' };

/** Runs phases with a server that answers nothing; collects the events. */
async function runPhases(phases: readonly Phase[], hooks: RunHooks = {}, more: Partial<RunOptions> = {}) {
  const server = await httpServer(() => undefined);
  const events: RunEvent[] = [];
  const environment = environmentWith({ name: 'local', kind: 'custom', baseUrl: server.url }, {}, 'the test');
  const work: Work = { planned: [planned], cases: [], phases };
  const report = await runLifecycle(
    environment,
    work,
    { ...options, ...more },
    { ...hooks, onEvent: (e) => void events.push(e) },
  );
  await server.close();
  return { report: validReport(report), events };
}

describe('the phases of a run', () => {
  it('come one after the other, with one session', async () => {
    const log: string[] = [];
    const phase =
      (name: string): Phase =>
      async (session) => {
        log.push(`${name} begins`);
        await new Promise(setImmediate);
        session.memory.set(name, { verdict: 'passed', accepted: true });
        log.push(`${name} ends after ${[...session.memory.keys()]}`);
      };
    await runPhases([phase('one'), phase('two')]);
    expect(log).toEqual(['one begins', 'one ends after one', 'two begins', 'two ends after one,two']);
  });

  it('are skipped once the run is stopped, and the first reason counts', async () => {
    const second = jest.fn();
    const { report } = await runPhases([
      async ({ parts }) => {
        parts.stop('outage', `the target said ${secret}`);
        parts.stop('bail');
      },
      second,
    ]);
    expect(second).not.toHaveBeenCalled();
    expect(report).toMatchObject({ stopped: 'outage', because: `the target said ${secret}`, complete: false });
  });

  it('may be stopped by a time limit', async () => {
    const endless: Phase = ({ parts: { signal } }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    const { report } = await runPhases([endless], {}, { limits: { bail: false, maxDurationMs: 20 } });
    expect(report.stopped).toBe('deadline');
  });

  it.each(['interrupted', 'terminated'] as const)('may be stopped from outside: %s', async (reason) => {
    let unsubscribed = 0;
    let stop: (reason: 'interrupted' | 'terminated') => void;
    const { report } = await runPhases([async () => stop(reason)], {
      onSignal: (listener) => {
        stop = listener;
        return () => {
          unsubscribed += 1;
        };
      },
      onReport: async () => expect(unsubscribed).toBe(0),
    });
    expect([report.stopped, unsubscribed]).toEqual([reason, 1]);
  });
});

describe('a run that fails by itself', () => {
  it('ends with a report and 3, and shows no secret', async () => {
    const stacks: string[] = [];
    const learnt: string[] = [];
    const failing: Phase = async ({ parts }) => {
      parts.redactor.learn(secret, 'secret', true);
      throw new Error(`failed with ${secret}`);
    };
    const { report, events } = await runPhases([failing], {
      onError: (stack) => void stacks.push(stack),
      onSecret: (each) => void learnt.push(each),
    });
    expect(report).toMatchObject({ verdict: 'no-verdict', exitCode: 3, complete: false, stopped: 'internal-error' });
    expect(report.error).toMatch(/^failed with \[secret sha256:/);
    expect(report.cases[0]).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('internal error') });
    expect(stacks[0]).toMatch(/\n\s+at /);
    expect(learnt).toEqual([secret]);
    expect(JSON.stringify([report, events, stacks])).not.toContain('the run has learned');
  });
});

describe('a target that accepts no connection', () => {
  it('errors every case, says why in a field, and is sent nothing', async () => {
    const phase = jest.fn();
    const baseUrl = await closedUrl();
    const environment = environmentWith({ name: 'local', kind: 'custom', baseUrl }, {}, 'the test');
    const work: Work = { planned: [planned], cases: [], phases: [phase] };
    const report = validReport(await runLifecycle(environment, work, options));
    expect(phase).not.toHaveBeenCalled();
    expect(report).toMatchObject({
      unreached: { kind: 'refused', detail: 'ECONNREFUSED' },
      exitCode: 3,
      complete: true,
    });
    expect(report.cases.map(({ verdict }) => verdict)).toEqual(['errored']);
  });

  it('is named with the proxy on the way', async () => {
    const { port } = new URL(await closedUrl());
    const target = { name: 'local', kind: 'custom', baseUrl: 'http://127.0.0.1:9' } as const;
    const proxy = { host: '127.0.0.1', port: Number(port), url: new URL(`http://127.0.0.1:${port}`) };
    const environment = { ...environmentWith(target, {}, 'the test'), route: { proxy } };
    const { unreached } = await runLifecycle(environment, { planned: [planned], cases: [], phases: [] }, options);
    expect(unreached).toEqual({ kind: 'refused', detail: 'ECONNREFUSED', proxy: `127.0.0.1:${port}` });
  });
});

describe('a run of the contract', () => {
  it('has a report that is the fold of its events', async () => {
    const sandbox = await startSandbox();
    const events: RunEvent[] = [];
    const report = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: ['refuse.order-ref.missing'] },
      hooks: { onEvent: (event) => void events.push(event) },
    });
    await sandbox.close();
    expect(fold(events)).toEqual(report);
    expect([report.verdict, report.summary.passed]).toEqual(['held', 3]);
  });

  it('names the case that blocked others, at the root of a chain', async () => {
    const server = await httpServer((request, response) => {
      response.writeHead(request.url?.includes('hmac') ? 401 : 500).end();
    });
    const credentials = { publicKey: 'unknown', privateKey: 'bm9ib2R5J3M=' };
    const select = { ids: ['refuse.order-ref.missing'] };
    const report = await runHarness({ baseUrl: server.url, credentials, select });
    await server.close();
    expect(report.cases.map(({ id, verdict, blockedBy }) => [id, verdict, blockedBy])).toEqual([
      ['hmac.documented', 'inconclusive', undefined],
      ['accept.documented', 'inconclusive', 'hmac.documented'],
      ['refuse.order-ref.missing', 'inconclusive', 'hmac.documented'],
    ]);
  });
});
