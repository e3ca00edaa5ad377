import type { Exchange, FailureKind, HeaderList } from '../../contract/exchange';
import { examplePrivateKey, exampleToken, issued, refused, exampleTime as start } from '../rules/example';
import { TrafficChecker, type TrafficCheckerOptions } from './checker';
import type { ClientJudge, TrafficContext } from './types';

const host = 'https://api.example.com';
const seconds = start / 1000;
const management = exampleToken({ aud: 'management-api', exp: seconds + 3000 });
const good = '{"customerRef":"my-customer","orderRef":"my-order","instructionRef":"my-instruction"}';

interface Sent {
  readonly path?: string;
  readonly body?: string;
  readonly headers?: HeaderList;
  readonly status?: number;
  readonly answer?: unknown;
  /** A response header that replaces a right one; empty to leave it out. */
  readonly cache?: string;
  readonly fails?: FailureKind;
  readonly context?: Partial<TrafficContext>;
}

function exchange({ path = '/v1/identity/payout', body = good, headers = [], ...sent }: Sent): Exchange {
  const { status = 201, answer = status < 300 ? issued() : refused('X'), cache = 'no-store' } = sent;
  const request = {
    ...{ method: 'POST', url: host + path, body },
    headers: [
      ['authorization', `Bearer ${management}`],
      ['content-type', 'application/json'],
      ...headers,
    ] as HeaderList,
  };
  const failure = {
    kind: 'failure',
    reason: sent.fails,
    detail: '',
    durationMs: 1,
    failedAt: start,
  } as unknown as Exchange['outcome'];
  const response: Exchange['outcome'] = {
    ...{ kind: 'response', status, statusText: '', validUtf8: true, durationMs: 20, receivedAt: start + 20 },
    body: typeof answer === 'string' ? answer : JSON.stringify(answer),
    headers: [
      ['content-type', 'application/json'],
      ...(cache === '' ? [] : ([['cache-control', cache]] as const)),
      ['www-authenticate', 'Bearer'],
      ['date', new Date(start).toUTCString()],
    ],
  };
  return { caseId: '', attempt: 1, request, outcome: sent.fails ? failure : response };
}

const checkAll = (sent: readonly Sent[], options: TrafficCheckerOptions = {}) => {
  const checker = new TrafficChecker(options);
  const results = sent.map((each) => checker.check(exchange(each), { at: start, ...each.context }));
  return { checker, results, last: results.at(-1)! };
};

describe('the verdict on an exchange', () => {
  it.each<[string, Sent, TrafficCheckerOptions, string]>([
    ['right', {}, {}, 'passed'],
    ['no response', { fails: 'reset' }, {}, 'skipped'],
    ['a response that is not HTTP', { fails: 'protocol' }, {}, 'errored'],
    ['a gateway that failed', { status: 503, answer: '' }, {}, 'skipped'],
    [
      'a secret in the response',
      { status: 400, answer: refused('X', { leaked: examplePrivateKey }) },
      { credentials: { privateKey: examplePrivateKey } },
      'failed',
    ],
    ['a secret that is not known', { status: 400, answer: refused('X', { leaked: examplePrivateKey }) }, {}, 'passed'],
    [
      'the management token in the response',
      { status: 400, answer: refused('X', { leaked: management }) },
      { credentials: { managementToken: management } },
      'failed',
    ],
    ['a token without its form', { answer: { accessToken: 'x', expires: '1' } }, {}, 'failed'],
    ['a response that may be stored', { cache: '' }, {}, 'passed'],
    ['a response that may be stored, under --strict', { cache: '' }, { strict: true }, 'failed'],
  ])('with %s', (_name, sent, options, wanted) => {
    expect(checkAll([sent], options).last.verdict).toBe(wanted);
  });

  it('says why it was not judged', () => {
    expect(checkAll([{ fails: 'reset' }]).last).toMatchObject({ notJudged: 'no-response', call: 'payout-token' });
    expect(checkAll([{ fails: 'aborted' }]).last).toMatchObject({ notJudged: 'no-response', verdict: 'skipped' });
    expect(checkAll([{ fails: 'protocol' }]).last).toMatchObject({ notJudged: 'protocol', reasonKind: 'no-response' });
    expect(checkAll([{ fails: 'protocol', path: '/health' }]).last).toMatchObject({ notJudged: 'other-call' });
    expect(checkAll([{ status: 503, answer: '' }]).last).toMatchObject({ notJudged: 'transient' });
    expect(checkAll([{ path: '/health' }]).last).toMatchObject({ notJudged: 'other-call', path: '/health' });
  });

  it.each([
    ['/base', 'other-call'],
    ['/base/v1/other', 'other-call'],
    ['/based', 'other-target'],
    ['/v1/identity/payout', 'other-target'],
    ['/base/v1/identity/payout', undefined],
  ])('is one about the target only below its path: %s', (path, wanted) => {
    expect(checkAll([{ path }], { baseUrl: `${host}/base/` }).last.notJudged).toBe(wanted);
  });

  it('is one about the call where a request that must be accepted gets 404', () => {
    const sent: Sent[] = [{}, { status: 404, answer: refused('X'), context: { at: start + 9000 } }];
    const { last } = checkAll(sent, { credentials: { managementToken: management } });
    expect(last.findings.map(({ rule }) => rule)).toContain('call-offered');
  });
});

describe('the form of the errors of a host', () => {
  const short = (status: number): Sent => ({ status, answer: { errors: [] } });

  it('is not known before a 400 came', () => {
    expect(checkAll([{}]).checker.errorForm(host)).toBeUndefined();
    expect(checkAll([{ status: 400 }]).checker.errorForm(host)).toBe('E3');
    expect(checkAll([{ status: 400 }]).checker.errorForm('https://b.example.com')).toBeUndefined();
  });

  it.each([
    [400, false],
    [401, true],
    [403, true],
    [499, true],
    [500, false],
  ])('decides about findings of a %d only where it may promise more', (status, wanted) => {
    expect(checkAll([short(status)]).last.pending.length > 0).toBe(wanted);
  });

  it('leaves nothing pending once it is known, and nothing that is found anyway', () => {
    expect(checkAll([{ status: 400 }, short(401)]).last.pending).toEqual([]);
    const { findings, pending } = checkAll([short(401)]).last;
    const key = ({ rule, message }: { rule: string; message: string }) => `${rule} ${message}`;
    expect(pending.map(key).filter((each) => findings.map(key).includes(each))).toEqual([]);
  });
});

describe('the client of an exchange', () => {
  const mistake = { rule: 'client-x', level: 'client', evidence: 'C1', message: 'm' } as const;
  const seen: unknown[] = [];
  const client: ClientJudge = {
    judge: ({ request }) => {
      seen.push(request.url);
      return [mistake];
    },
    settle: () => [mistake],
  };

  it('is judged by the judge of clients, whatever the exchange', () => {
    const { results, checker } = checkAll([{}, { path: '/health' }], { client });
    expect(results.map((each) => each.client)).toEqual([[mistake], [mistake]]);
    expect(seen).toEqual([`${host}/v1/identity/payout`, `${host}/health`]);
    expect(checker.settleClient()).toEqual([mistake]);
  });

  it('is not judged without one', () => {
    const { last, checker } = checkAll([{}]);
    expect([last.client, checker.settleClient()]).toEqual([[], []]);
  });
});

describe('the body of a request', () => {
  const replaced = good.replace('my-order', 'my-\ufffd');
  const outcome = (sent: Sent) =>
    checkAll([{ status: 400, ...sent }]).last.prediction?.openings.map(({ kind }) => kind);

  it('with a replaced character is not what was sent, unless its bytes are known', () => {
    expect(outcome({ body: replaced })).toContain('not-recorded');
    expect(outcome({ body: good })).not.toContain('not-recorded');
    const requestBytes = new TextEncoder().encode(good);
    expect(outcome({ body: replaced, context: { requestBytes } })).not.toContain('not-recorded');
  });
});
