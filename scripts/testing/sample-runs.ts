import { answered, type CaseFixture, finding, type RunFixture, unanswered } from './run-fixtures';

const documented: CaseFixture = {
  id: 'accept.documented',
  title: 'accepts the documented request',
  theme: 'Documented request',
};
const again: CaseFixture = {
  id: 'accept.documented-again',
  title: 'accepts the documented request a second time',
  theme: 'Documented request',
};
const tooLong: CaseFixture = {
  id: 'refuse.order-ref.length-51',
  title: 'refuses an order reference of 51 characters',
  theme: 'Refused references',
  exchanges: [answered(400)],
};
const noToken: CaseFixture = {
  id: 'refuse.no-token',
  title: 'refuses a request without Authorization',
  theme: 'Refused credentials',
  exchanges: [answered(401)],
};
const hmac: CaseFixture[] = ['hmac.documented', 'hmac.replayed-nonce'].map((id) => ({
  id,
  title: id === 'hmac.documented' ? 'issues a management token for a key pair' : 'refuses a nonce that it has seen',
  theme: 'Management token',
  verdict: 'skipped',
  reason: 'needs IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY',
}));
const warning = {
  rule: 'challenge',
  level: 'warning',
  evidence: 'E6',
  message: 'A 401 response does not say how to authenticate.',
} as const;
const expiry: Parameters<typeof finding>[0] = {
  evidence: 'T3',
  message: 'The claim exp of the token is not a number.',
  where: 'exp',
  expected: 'a number of seconds',
  actual: '"2026-03-01T10:30:00Z"',
};
const codeMissing = {
  rule: 'error-code',
  level: 'deviation',
  evidence: 'R4',
  message: 'No error code names the invalid reference.',
  where: 'errorCode',
  expected: 'ORDER_REF_LENGTH_OUT_OF_RANGE',
  actual: 'BAD_REQUEST',
} as const;
const observation = {
  rule: 'observed-envelope',
  level: 'observation',
  evidence: 'E4a',
  message: 'The error body is recorded.',
} as const;
const sandbox = { target: { name: 'sandbox', baseUrl: 'https://sandbox-api.example' } };
const unreachable = (each: CaseFixture): CaseFixture => ({
  ...each,
  verdict: 'errored',
  reason: 'connect ECONNREFUSED 127.0.0.1:1 (3 attempts)',
  exchanges: [1, 2, 3].map((attempt) => unanswered('refused', attempt)),
});

const known = { owner: 'payments team', reason: 'known since January', expires: '2026-04-30' };

const loadOf = (sent: number, failed: number, p50: number): NonNullable<CaseFixture['load']> => ({
  ...{ sent, failed, errored: 0 },
  responseTimes: { p50, p90: p50 * 2, p99: p50 * 10, max: p50 * 400 },
});

/** One run of each kind that a user may see, by title. */
export const sampleRuns: readonly (readonly [name: string, run: RunFixture])[] = [
  [
    'The contract holds',
    {
      cases: [
        documented,
        { ...again, flaky: true, exchanges: [unanswered('reset'), answered(201, 2)] },
        { ...tooLong, findings: [observation] },
        { ...noToken, findings: [warning, observation] },
        ...hmac,
      ],
    },
  ],
  [
    'The contract is broken',
    {
      header: sandbox,
      cases: [
        { ...documented, verdict: 'failed', findings: [finding(expiry)] },
        {
          ...again,
          verdict: 'failed',
          findings: [
            finding(expiry),
            { ...warning, rule: 'no-store', evidence: 'T8', message: 'Caches may store this token.' },
          ],
        },
        {
          ...tooLong,
          verdict: 'failed',
          findings: [
            {
              rule: 'refusal-token',
              level: 'violation',
              evidence: 'R2',
              message: 'The server issued a token for a request that it must refuse.',
              where: 'body',
              expected: '400 and no token',
              actual: '201 with a token',
            },
          ],
        },
        {
          ...noToken,
          verdict: 'errored',
          reason: 'timeout after 10000 ms (3 attempts)',
          exchanges: [unanswered('timeout', 3)],
        },
      ],
    },
  ],
  [
    'Deviations fail a strict run',
    {
      header: { strict: true },
      cases: [
        documented,
        {
          ...tooLong,
          verdict: 'failed',
          findings: [codeMissing],
        },
      ],
    },
  ],
  [
    'Known deviations are quarantined',
    {
      cases: [
        documented,
        {
          ...tooLong,
          findings: [
            finding({ ...expiry, quarantined: { ...known, reason: 'will be fixed in 2.4' } }),
            { ...warning, quarantined: known },
          ],
        },
      ],
      quarantine: { expired: [], unused: [{ case: 'refuse.no-token', rule: 'allow', ...known }] },
    },
  ],
  [
    'A shard fails without a violation',
    {
      header: { shard: { index: 2, count: 4 }, failOnFlaky: true },
      cases: [documented, { ...again, flaky: true, exchanges: [answered(503), answered(201, 2)] }],
      drift: [
        { aspect: 'success.status', accepted: ['201'], observed: ['200', '201'], cases: ['accept.documented'] },
        { aspect: 'token.claims', accepted: ['exp, iat'], observed: [], cases: ['accept.documented'] },
      ],
      quarantine: { expired: [{ case: 'refuse.no-token', rule: 'allow', ...known }], unused: [] },
    },
  ],
  [
    'Five causes break the contract',
    {
      header: sandbox,
      cases: [
        {
          ...documented,
          verdict: 'failed',
          findings: [
            finding(expiry),
            finding({
              rule: 'token-times',
              evidence: 'T7',
              message: 'The token had already expired when it was received.',
              where: '/expires',
            }),
          ],
        },
        { ...again, verdict: 'failed', findings: [finding(expiry)] },
        {
          ...tooLong,
          verdict: 'failed',
          findings: [
            finding({
              rule: 'refusal-token',
              evidence: 'R2',
              message: 'The server issued a token for a request that it must refuse.',
            }),
          ],
        },
        {
          ...noToken,
          verdict: 'failed',
          findings: [
            finding({
              rule: 'status',
              evidence: 'E1b',
              message: 'The response has an unexpected status.',
              where: 'status',
              expected: '401',
              actual: '403',
            }),
            finding({
              rule: 'secret-echo',
              evidence: 'E7',
              message: 'The error echoes a secret from the request.',
              where: 'body',
              expected: 'no secret',
              actual: 'x'.repeat(300),
            }),
          ],
        },
      ],
    },
  ],
  ['Only deviations were found', { cases: [documented, { ...tooLong, findings: [codeMissing] }] }],
  [
    'The target changed since the accepted record',
    {
      cases: [documented, { ...tooLong, findings: [observation] }],
      drift: [
        {
          aspect: 'success.status',
          accepted: ['201'],
          observed: ['200', '201'],
          cases: Array.from({ length: 47 }, (_, index) => `accept.${index}`),
        },
      ],
    },
  ],
  [
    'A quarantine entry has expired',
    {
      cases: [documented, { ...tooLong, verdict: 'failed', findings: [finding(expiry)] }],
      quarantine: { expired: [{ case: 'refuse.*', rule: 'token-expiry', ...known }], unused: [] },
    },
  ],
  [
    'The run stops at the first failed case',
    {
      cases: [
        documented,
        { ...again, verdict: 'failed', findings: [finding(expiry)] },
        { ...tooLong, reached: 'planned' },
      ],
      stopped: 'bail',
    },
  ],
  [
    'A sustained run fails intermittently',
    {
      header: { engine: 'direct' },
      cases: [
        { ...documented, verdict: 'failed', findings: [finding(expiry)], load: loadOf(14_000, 12, 3.25) },
        { ...again, load: loadOf(14_000, 0, 2.75) },
        { ...tooLong, load: loadOf(13_998, 0, 1.5) },
        ...hmac,
      ],
      load: {
        ...{ durationMs: 60_020, sent: 41_998, failed: 12, errored: 0, throttled: 3 },
        responseTimes: { p50: 1.9, p90: 4.1, p99: 22.5, max: 1204.5 },
        failures: [
          { fromMs: 3000, toMs: 4000, count: 9 },
          { fromMs: 41_000, toMs: 42_000, count: 3 },
        ],
      },
    },
  ],
  [
    'The target goes down',
    {
      cases: [
        documented,
        { ...again, verdict: 'errored', reason: 'no response: refused' },
        { ...tooLong, reached: 'planned' },
      ],
      stopped: 'outage',
      because: 'no response: refused (ECONNREFUSED), 20 times in a row',
    },
  ],
  [
    'Nothing listens at the target',
    {
      header: { target: { name: 'http://127.0.0.1:1', baseUrl: 'http://127.0.0.1:1' } },
      cases: [documented, again, tooLong, noToken].map(unreachable),
    },
  ],
  [
    'The target is overloaded',
    {
      header: sandbox,
      cases: [documented, again].map((each) => ({
        ...each,
        verdict: 'errored',
        reason: 'the target returned 503',
        exchanges: [answered(503, 3)],
      })),
    },
  ],
  [
    'The credentials are refused',
    {
      header: sandbox,
      cases: [
        {
          ...documented,
          verdict: 'errored',
          reason: 'the documented request returned 401',
          exchanges: [answered(401)],
          credentialsRefused: true,
        },
        {
          ...again,
          verdict: 'inconclusive',
          reason: 'its control accept.documented was not accepted',
          exchanges: [answered(401)],
        },
        {
          ...tooLong,
          verdict: 'inconclusive',
          reason: 'its control accept.documented was not accepted',
          exchanges: [answered(401)],
        },
      ],
    },
  ],
  [
    'A control was not accepted',
    {
      cases: [
        documented,
        { ...tooLong, verdict: 'inconclusive', reason: 'its control accept.order-ref.length-50 was not accepted' },
      ],
    },
  ],
  ['Nothing could be sent', { cases: hmac }],
  [
    'The run is interrupted',
    {
      cases: [
        documented,
        { ...again, reached: 'started' },
        { ...tooLong, reached: 'planned' },
        { ...noToken, reached: 'planned' },
      ],
      stopped: 'interrupted',
    },
  ],
  [
    'The run is out of time after a failure',
    {
      cases: [
        { ...documented, verdict: 'failed', findings: [finding(expiry)] },
        { ...again, reached: 'planned' },
      ],
      stopped: 'deadline',
    },
  ],
  [
    'The harness itself fails',
    {
      cases: [documented, { ...again, reached: 'planned' }],
      stopped: 'internal-error',
      error: 'the engine ended without a result',
    },
  ],
];
