import { nodeDigests } from '../../run/host';
import { exampleToken } from '../rules/example';
import { ClientHistory } from './history';
import { ClientChecker, createClientJudge } from './judge-client';
import { ClientReading } from './reading';
import type { ClientExchange } from './types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const token = exampleToken({ aud: 'management-api', exp: start / 1000 + 3600 });
const references = JSON.stringify({ customerRef: 'a', orderRef: '1', instructionRef: '1' });

interface Sent {
  readonly at?: number;
  readonly to?: number;
  readonly authorization?: string;
  readonly agent?: string;
  readonly path?: string;
  readonly status?: number;
  readonly wait?: string;
  readonly body?: string;
  readonly answer?: string;
  readonly unanswered?: true;
  readonly more?: Partial<ClientExchange>;
}

const exchange = (sent: Sent): ClientExchange => {
  const { at = start, to = at, authorization = `Bearer ${token}`, agent, path = '/v1/identity/payout' } = sent;
  const { status = 201, wait, body = references, answer = '', more } = sent;
  return {
    request: {
      ...{ method: 'POST', url: baseUrl + path, body },
      headers: [['Authorization', authorization], ...(agent === undefined ? [] : ([['User-Agent', agent]] as const))],
    },
    ...{ startedAt: at, endedAt: to },
    ...(!sent.unanswered && {
      response: { status, headers: wait === undefined ? [] : [['Retry-After', wait]], body: answer },
    }),
    ...more,
  };
};

describe('client-backoff', () => {
  const early = (expected: string, actual: string) =>
    `The client ignores Retry-After: it repeats a request too early after 429. | after ${expected} | ${actual}`;
  const atOnce =
    'The client repeats a request after 429 without waiting. | a wait that grows with each 429 | after less than a second';
  const said = (sent: readonly Sent[]): string[] => {
    const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined });
    return sent.flatMap((each) =>
      checker
        .check(exchange(each))
        .filter(({ rule }) => rule === 'client-backoff')
        .map(({ message, expected, actual }) => `${message} | ${expected} | ${actual}`),
    );
  };
  const told = (wait: string, to = start): Sent => ({ to, status: 429, wait });
  const in429 = (...after: readonly number[]): Sent[] => after.map((ms) => ({ at: start + ms, status: 429 }));

  it.each<[string, readonly Sent[], readonly string[]]>([
    ['comes a rounding before the time', [told('2'), { at: start + 1900 }], []],
    ['comes a millisecond earlier', [told('2'), { at: start + 1899 }], [early('2 s', 'after 2 s')]],
    ['comes after a second', [told('5'), { at: start + 1000 }], [early('5 s', 'after 1 s')]],
    ['comes before a second is over', [told('5'), { at: start + 999 }], [early('5 s', 'after less than a second')]],
    ['comes at the moment of the 429', [told('2'), {}], [early('2 s', 'after less than a second')]],
    ['was sent before the 429 came', [told('2', start + 9), { at: start + 8 }], []],
    ['is told to wait for no time', [told('0'), { at: start }], []],
    ['is told nothing and comes once at once', in429(0, 24), []],
    ['is told nothing and comes twice at once', in429(0, 24, 48), [atOnce]],
    ['is told nothing and comes twice after 25 ms', in429(0, 25, 50), []],
    ['waits once between two retries at once', in429(0, 24, 500, 524), []],
    ['had success in between', [...in429(0, 24), { at: start + 500 }, ...in429(560, 584)], []],
    ['sends something else', [told('2'), { at: start + 9, body: '{}' }], []],
    ['sends something to another path', [told('2'), { at: start + 9, path: '/v1/payout/options' }], []],
    ['is another program', [told('2'), { at: start + 9, agent: 'other' }], []],
    [
      'was told to wait by another path',
      [
        { ...told('2'), path: '/v1/x' },
        { at: start + 9, path: '/v1/x' },
      ],
      [],
    ],
    ['got no response the first time', [{ ...told('2'), unanswered: true }, { at: start + 9 }], []],
    ['has no recorded times', [told('2'), { at: start + 9, more: { notRecorded: new Set(['time']) } }], []],
  ])('of a client that %s', (_name, sent, wanted) => {
    expect(said(sent)).toEqual(wanted);
  });

  it('allows one early retry for each other worker of the client', () => {
    const workers: Sent[] = [
      { at: start - 20, to: start - 10, body: '{}' },
      { at: start - 20, to: start - 10, body: '{}' },
    ];
    expect(said([...workers, told('2'), { at: start + 1, status: 429, wait: '2' }])).toEqual([]);
    const twice = [1, 2].map((ms): Sent => ({ at: start + ms, status: 429, wait: '2' }));
    expect(said([...workers, told('2'), ...twice])).toEqual([early('2 s', 'after less than a second')]);
  });
});

describe('the history of clients', () => {
  const read = (sent: Sent) => new ClientReading(exchange(sent), { baseUrl });
  const hmac = (key: string) => `Hmac ${key}:n:1:s`;

  it.each<[string, Sent, Sent, boolean]>([
    ['one key in two cases', { authorization: hmac('a') }, { authorization: hmac('A') }, true],
    ['two keys', { authorization: hmac('a') }, { authorization: hmac('b') }, false],
    ['one token', {}, { path: '/v1/payout/options' }, true],
    ['two tokens', {}, { authorization: `Bearer ${exampleToken({})}` }, false],
    ['one program', { agent: 'x' }, { agent: 'x' }, true],
    ['two programs', { agent: 'x' }, { agent: 'y' }, false],
  ])('knows clients apart: %s', (_name, one, other, same) => {
    const history = new ClientHistory(nodeDigests);
    expect(history.clientOf(read(one)) === history.clientOf(read(other))).toBe(same);
    expect([...history.clients()]).toHaveLength(same ? 1 : 2);
  });

  it('knows a client again by the token that was issued to it', () => {
    const history = new ClientHistory(nodeDigests);
    const asking = {
      authorization: hmac('a'),
      path: '/v1/identity/hmac',
      answer: JSON.stringify({ accessToken: token }),
    };
    const client = history.clientOf(read(asking));
    history.remember(read(asking), client);
    expect(history.clientOf(read({}))).toBe(client);
    expect(history.clientOf(read({ agent: 'other' }))).not.toBe(client);
    expect(history.token(token)).toMatchObject({
      issuedBy: 'management-token',
      uses: 0,
      refused: false,
      host: 'api.example.com',
    });
    history.remember(read({ status: 401 }), client);
    expect(history.token(token)).toMatchObject({ issuedBy: 'management-token', uses: 1, refused: true });
  });

  it.each<[string, Sent, number, boolean]>([
    ['that got 201', {}, 1, false],
    ['that got 400', { status: 400 }, 1, false],
    ['that got 403', { status: 403 }, 1, true],
    ['in the query', { authorization: 'Basic x', path: `/v1/identity/payout?token=${token}` }, 0, false],
  ])('counts the uses of a token %s', (_name, sent, uses, refused) => {
    const history = new ClientHistory(nodeDigests);
    history.remember(read(sent), history.clientOf(read(sent)));
    expect(history.token(token)).toMatchObject({ uses, refused });
  });

  it.each<[string, readonly (readonly [number, number])[], number]>([
    [
      'one after the other',
      [
        [0, 5],
        [5, 9],
      ],
      1,
    ],
    [
      'the second within the first',
      [
        [0, 9],
        [3, 4],
      ],
      2,
    ],
    [
      'each over the next',
      [
        [0, 5],
        [4, 9],
        [8, 12],
      ],
      2,
    ],
    [
      'three at once',
      [
        [0, 9],
        [1, 9],
        [2, 9],
        [20, 21],
      ],
      3,
    ],
    ['more than are remembered', Array.from({ length: 70 }, () => [0, 9] as const), 65],
  ])('counts the requests that are under way at once: %s', (_name, times, most) => {
    const history = new ClientHistory(nodeDigests);
    const client = history.clientOf(read({}));
    for (const [from, to] of times) history.arrive(client, exchange({ at: start + from, to: start + to }));
    expect(client.mostAtOnce).toBe(most);
    expect(client.intervals).toHaveLength(Math.min(times.length, 64));
  });
});

describe('the judge of clients for the checker of traffic', () => {
  const at = start;
  const nothing = { at, notRecorded: new Set<never>() };
  type Input = Parameters<ReturnType<typeof createClientJudge>['judge']>;
  type Outcome = Input[0]['outcome'];
  const answer = (receivedAt: number, date: number): Outcome => ({
    ...{ kind: 'response', status: 429, statusText: '', body: '', validUtf8: true, receivedAt, durationMs: 0 },
    headers: [
      ['Date', new Date(date).toUTCString()],
      ['Retry-After', '9'],
    ],
  });
  const failure = (reason: 'dns' | 'refused' | 'tls' | 'reset'): Outcome =>
    ({ kind: 'failure', reason, detail: '', durationMs: 0, failedAt: at }) as unknown as Outcome;
  const signed = (seconds: number, nonce: string) => `Hmac k:${nonce}:${seconds}:${'x'.repeat(43)}`;
  const input = (authorization: string, outcome: Outcome, context: object = nothing): Input =>
    [
      {
        ...{ caseId: 'x', attempt: 1, outcome },
        request: { method: 'POST', url: `${baseUrl}/v1/identity/hmac`, headers: [['Authorization', authorization]] },
      },
      context,
    ] as unknown as Input;
  const judgeOf = (ownClock?: boolean) =>
    createClientJudge({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined }, ownClock);
  const rulesOf = (found: readonly { readonly rule: string }[]) => found.map(({ rule }) => rule);

  it('reads the clock of the server from its Date, unless the times are its own', () => {
    const early = input(signed(at / 1000, 'n'), answer(at, at + 120_000));
    expect(rulesOf(judgeOf().judge(...early))).toEqual(['client-hmac-time']);
    expect(judgeOf(true).judge(...early)).toEqual([]);
  });

  it.each<['dns' | 'refused' | 'tls' | 'reset', readonly string[]]>([
    ['dns', []],
    ['refused', []],
    ['tls', []],
    ['reset', ['client-hmac-nonce']],
  ])('knows whether a request that failed was sent: %s', (reason, wanted) => {
    const judge = judgeOf();
    judge.judge(...input(signed(at / 1000, 'n'), failure(reason)));
    const again = input(signed(at / 1000, 'n'), answer(at, at), { ...nothing, at: at + 1 });
    expect(rulesOf(judge.judge(...again))).toEqual(wanted);
  });

  it.each<[string, number, number, readonly string[]]>([
    ['not before its response has come', 5000, 4000, []],
    ['when its response has come', 5000, 6000, ['client-backoff']],
    ['not before it began, whatever the clock says', -5000, -1, []],
  ])('takes a request to be over %s', (_name, received, next, wanted) => {
    const judge = judgeOf();
    judge.judge(...input(signed(at / 1000, 'n'), answer(at + received, at + received)));
    const again = input(signed(at / 1000, 'm'), answer(at + next, at + next), { ...nothing, at: at + next });
    expect(rulesOf(judge.judge(...again))).toEqual(wanted);
  });
});
