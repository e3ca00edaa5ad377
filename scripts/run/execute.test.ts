import type { Exchange, ReceivedResponse } from '../contract/exchange';
import type { Engine } from '../http/types';
import { startSandbox } from '../sandbox';
import { type HarnessRun, keysOf, runHarness } from '../testing/harness';

/** Replaces the outcome of some exchanges; `undefined` leaves one as it is. */
const changing =
  (change: (exchange: Exchange) => Exchange['outcome'] | undefined) =>
  (engine: Engine): Engine => ({
    ...engine,
    async *send(batch, options) {
      for await (const exchange of engine.send(batch, options))
        yield { ...exchange, outcome: change(exchange) ?? exchange.outcome };
    },
  });

const response = (status: number, headers: ReceivedResponse['headers'] = []): ReceivedResponse => ({
  ...{ kind: 'response', status, statusText: '', headers, body: '', validUtf8: true },
  ...{ receivedAt: Date.now(), durationMs: 1 },
});

async function runCases(ids: readonly string[], sending: HarnessRun['sending']) {
  const sandbox = await startSandbox();
  try {
    return await runHarness({ baseUrl: sandbox.url, credentials: keysOf(sandbox), select: { ids }, sending: sending! });
  } finally {
    await sandbox.close();
  }
}

describe('a case that is retried', () => {
  const id = 'refuse.order-ref.missing';

  it.each([
    ['passes in the end, and is flaky', id, 2, 'passed', true],
    ['fails if only this case gets no response, and is not flaky', id, 9, 'failed', undefined],
  ])('%s', async (_name, retried, failures, verdict, flaky) => {
    const through = changing(({ caseId, attempt }) =>
      caseId === retried && attempt <= failures ? response(503) : undefined,
    );
    const { cases } = await runCases([id], { through, retries: 2 });
    const result = cases.find((each) => each.id === id)!;
    expect([result.verdict, result.flaky, result.exchanges.length]).toEqual([verdict, flaky, 3]);
  });

  it('is not flaky if it fails in the end', async () => {
    const through = changing(({ caseId, attempt }) =>
      caseId === id ? response(attempt === 1 ? 503 : 201) : undefined,
    );
    const { cases } = await runCases([id], { through, retries: 2 });
    const result = cases.find((each) => each.id === id)!;
    expect([result.verdict, result.flaky, result.exchanges.length]).toEqual(['failed', undefined, 2]);
  });

  it.each<[string, Exchange['outcome']]>([
    ['without a response', { kind: 'failure', reason: 'timeout', message: 'no response within 10 s' }],
    ['with 503', response(503)],
  ])('accuses nobody if it ends %s and its control is cut off with the run', async (_how, last) => {
    let finished = false;
    const through = changing(({ caseId }) => {
      if (caseId === id) {
        finished = true;
        return last;
      }
      return finished ? { kind: 'failure', reason: 'aborted', message: 'the run ended' } : undefined;
    });
    const { cases } = await runCases([id], { through, retries: 0 });
    expect(cases.find((each) => each.id === id)).toMatchObject({ verdict: 'errored', findings: [] });
  });

  it('does not hold up other cases', async () => {
    const order: string[] = [];
    const slow = 'refuse.order-ref.missing';
    const quick = 'refuse.customer-ref.missing';
    const through = changing(({ caseId, attempt }) => {
      order.push(`${caseId} ${attempt}`);
      if (attempt > 1 || !caseId.startsWith('refuse.')) return undefined;
      return response(503, caseId === slow ? [['Retry-After', '3']] : []);
    });
    const ids = [slow, quick, 'refuse.instruction-ref.missing'];
    // One worker: a pause that is spent in it would hold up everything.
    const { summary } = await runCases(ids, { through, concurrency: 1, retries: 1 });
    expect(summary.passed).toBe(5);
    expect(order.at(-1)).toBe(`${slow} 2`);
    expect(order).toHaveLength(8);
  });
});

describe('the path of the HMAC exchange', () => {
  it('is the other one for the rest of the run if the first is not found', async () => {
    const paths: string[] = [];
    const through = changing(({ request }) => {
      const { pathname } = new URL(request.url);
      if (pathname.includes('hmac')) paths.push(pathname);
      return pathname === '/v1/identity/hmac' ? response(404) : undefined;
    });
    const { cases } = await runCases(['accept.documented', 'hmac.fractional-seconds'], { through, concurrency: 1 });
    expect(paths[0]).toBe('/v1/identity/hmac');
    expect(new Set(paths.slice(1))).toEqual(new Set(['/identity/v1/hmac/management']));
    expect(cases.find(({ id }) => id === 'accept.documented')?.verdict).toBe('passed');
  });
});
