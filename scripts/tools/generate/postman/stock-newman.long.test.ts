import { tmpdir } from 'node:os';
import { cases } from '../../../contract';
import type { Credentials } from '../../../contract/derive';
import type { RunReport } from '../../../report/types';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox';
import { keysOf, runHarness } from '../../../testing/harness';
import { runStockNewman, type StockCase, type StockRun } from '../../mutants/stock-newman';

/** Of each kind of case a few, and their controls: a whole run of stock Newman takes seconds. */
const sample = [
  ...['hmac.documented', 'hmac.lowercase-scheme', 'hmac.replayed', 'hmac.wrong-signature', 'hmac.token-accepted'],
  ...['accept.documented', 'accept.documented-again', 'accept.fresh-references', 'accept.correlation-id'],
  ...['options.first-token', 'options.no-token', 'accept.order-ref.length-50', 'observe.charset'],
  ...['auth.missing', 'auth.empty', 'auth.expired', 'auth.payout-token', 'correlation.on-400'],
  ...['refuse.customer-ref.missing', 'refuse.order-ref.length-51', 'refuse.customer-ref.nul', 'body.trailing-comma'],
  ...['body.invalid-utf8', 'body.one-mebibyte', 'media.missing', 'method.head', 'method.put'],
];
const few = ['hmac.documented', 'accept.documented', 'refuse.customer-ref.missing', 'auth.missing'];

type Own = Omit<Credentials, 'hmacPath'>;

/** The same cases against two servers of the same kind: by stock Newman, and by the harness. */
async function both(
  options: SandboxOptions,
  own: (sandbox: Sandbox) => Own,
  only: readonly string[],
): Promise<{ stock: StockRun; report: RunReport }> {
  const sandboxes = [await startSandbox(options), await startSandbox(options)] as const;
  try {
    const [one, other] = sandboxes;
    const stock = await runStockNewman({ baseUrl: one.url, variables: { ...own(one) }, only });
    const report = await runHarness({ baseUrl: other.url, credentials: own(other), select: { ids: only } });
    return { stock, report };
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  }
}

/** What the harness's report says of its cases. */
function saidBy({ cases }: RunReport): Record<string, StockCase> {
  const entries = cases.map(({ id, verdict, reason, findings }) => {
    const said: StockCase = {
      verdict,
      ...(reason !== undefined && { reason }),
      findings: findings.map(({ rule, level }) => `${rule}/${level}`),
    };
    return [id, said] as const;
  });
  return Object.fromEntries(entries);
}

describe('the collection in stock Newman reaches the verdicts of the harness', () => {
  it('for every case, if the contract holds', async () => {
    const { stock, report } = await both(
      {},
      keysOf,
      cases.map(({ id }) => id),
    );
    expect(stock.cases).toEqual(saidBy(report));
    expect([stock.failures, report.verdict, report.summary.passed]).toEqual([[], 'held', cases.length]);
  });

  it.each([
    'call-not-offered',
    'status-204',
    'expires-seconds',
    'references-joined',
    'options-refuses-token',
    'hmac-replay-accepted',
    'correlation-caller-ignored',
    'leak-stack-in-message',
    'leak-token-in-401-message',
    'other-methods-500',
    'cache-control-public',
  ])('if it is broken: %s', async (fault) => {
    const { stock, report } = await both({ fault }, keysOf, sample);
    expect(stock.cases).toEqual(saidBy(report));
    expect(Object.values(stock.cases).flatMap(({ findings }) => findings).length).toBeGreaterThan(0);
    expect(stock.failures.length > 0).toBe(report.verdict === 'broken');
  });

  it.each([
    ['envelope-e2-empty-401', sample],
    ['gzip', sample],
    ['header-names-odd', sample],
    ['claims-nested', sample],
    ['unavailable-at-first', few],
    ['rate-limited-until-a-date', few],
  ])('if a variant conforms: %s', async (fault, only) => {
    const { stock, report } = await both({ fault }, keysOf, only);
    expect(stock.cases).toEqual(saidBy(report));
    expect([stock.failures, report.verdict]).toEqual([[], 'held']);
  });

  it('without settings: all are skipped, each with what it needs, and Newman is red', async () => {
    const { stock, report } = await both({}, () => ({}), sample);
    const { credentials, ...said } = stock.cases;
    expect(said).toEqual(saidBy(report));
    expect(new Set(Object.values(said).map(({ verdict }) => verdict))).toEqual(new Set(['skipped']));
    expect(credentials).toMatchObject({ verdict: 'skipped', reason: expect.stringContaining('nothing is checked') });
    expect(stock.failures).toEqual([expect.stringContaining('nothing is checked')]);
  });

  it('with a wrong management token: nothing counts, and Newman is red', async () => {
    const { stock, report } = await both({}, () => ({ managementToken: 'a-token-that-nobody-issued' }), sample);
    expect(stock.cases).toEqual(saidBy(report));
    expect(stock.cases['accept.documented']?.verdict).toBe('inconclusive');
    expect(stock.failures).toEqual(['the target refused your credentials (401)']);
    expect(report.verdict).toBe('credentials-refused');
  });

  it('without a key pair: the HMAC cases are skipped', async () => {
    const { stock, report } = await both({}, ({ credentials: { managementToken } }) => ({ managementToken }), sample);
    expect(stock.cases).toEqual(saidBy(report));
    expect(stock.cases['hmac.documented']).toMatchObject({
      verdict: 'skipped',
      reason: expect.stringContaining('KEY'),
    });
    expect(stock.cases['accept.documented']?.verdict).toBe('passed');
    expect(stock.failures).toEqual([]);
  });

  it('without Date from the target: cases that a few seconds would decide are skipped', async () => {
    const aged = ['hmac.four-minutes-old', 'hmac.past-five-minutes-old', 'hmac.six-minutes-old'];
    const { stock, report } = await both({ fault: 'date-missing' }, keysOf, ['hmac.documented', ...aged]);
    expect(stock.cases).toEqual(saidBy(report));
    expect(aged.map((id) => stock.cases[id]?.verdict)).toEqual(['passed', 'skipped', 'passed']);
    expect(stock.cases[aged[1]!]?.reason).toBe('needs a target that sends its time (Date)');
    expect([stock.failures, report.verdict]).toEqual([[], 'held']);
  });
});

describe('a request of the collection sent alone', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  it('fetches its management token by HMAC', async () => {
    const { cases: said, failures } = await runStockNewman({
      baseUrl: sandbox.url,
      variables: { ...keysOf(sandbox) },
      only: ['accept.documented'],
    });
    expect([said['accept.documented']?.verdict, failures]).toEqual(['passed', []]);
    expect(sandbox.requests.slice(-2).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/identity/hmac',
      'POST /v1/identity/payout',
    ]);
  });

  it.each(['/', '//', '/v1', '/v1/identity', '/v1/identity/payout', '/V1/Identity/Payout/', '/v1/identity/hmac'])(
    'goes to the path of its call, though the base URL ends with %s',
    async (path) => {
      const before = sandbox.requests.length;
      const { cases: said, failures } = await runStockNewman({
        baseUrl: sandbox.url + path,
        variables: { ...keysOf(sandbox) },
        only: ['hmac.documented', 'accept.documented'],
      });
      expect([Object.values(said).map(({ verdict }) => verdict), failures]).toEqual([['passed', 'passed'], []]);
      expect(sandbox.requests.slice(before).map((request) => request.path)).toEqual([
        '/v1/identity/hmac',
        '/v1/identity/payout',
      ]);
    },
  );

  it('says that the exchange failed', async () => {
    const { failures } = await runStockNewman({
      baseUrl: sandbox.url,
      variables: { ...keysOf(sandbox), publicKey: 'nobody' },
      only: ['accept.documented'],
    });
    expect(failures).toContain('the HMAC exchange got 401');
  });

  it('reaches no verdict if the file with its body is not found', async () => {
    const { cases: said, failures } = await runStockNewman({
      baseUrl: sandbox.url,
      variables: { ...keysOf(sandbox) },
      only: ['accept.documented', 'body.invalid-utf8'],
      workingDir: tmpdir(),
    });
    expect(said['body.invalid-utf8']).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('--working-dir'),
    });
    expect([said['accept.documented']?.verdict, failures]).toEqual(['passed', []]);
  });

  it('does not count without its control, and Newman is red', async () => {
    const { cases: said, failures } = await runStockNewman({
      baseUrl: sandbox.url,
      variables: { ...keysOf(sandbox) },
      only: ['auth.missing'],
    });
    expect(said['auth.missing']).toMatchObject({ verdict: 'inconclusive' });
    expect(failures).toEqual(['accept.documented was not accepted in this run']);
  });
});
