import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import type { AnsweredExchange, Exchange } from '../contract/exchange';
import { cases } from '../contract/index';
import { anyText } from '../testing/any-text';
import { isGoodRefusal, isGoodSuccess, type WireResponse } from '../testing/conformance';
import { type Draft, list, mutations, object, plainDraft, token, wire } from '../testing/mutations';
import { judge } from './judge';
import { levelOrder } from './level';
import {
  exampleCase,
  exampleClaims,
  exampleTime,
  exampleToken,
  exampleValues,
  exchangeOf,
  issued,
  refused,
} from './rules/example';

/** The same responses each time; fast-check prints it with a counterexample. */
const seed = 20_260_115;

const text = fc.oneof(fc.string(), anyText, fc.constant('eyJhbGciOiJub25lIn0.e30.x'));
const headerNames = ['Content-Type', 'Date', 'Age', 'Cache-Control', 'Retry-After', 'Location', 'Authorization'];
const headerName = fc.oneof(fc.constantFrom(...headerNames, 'X-Correlation-ID'), text);
const headers = fc.array(fc.tuple(headerName, text), { maxLength: 6 });
const value = fc.oneof(fc.jsonValue(), text, fc.constantFrom(1e308, -0, 1e21, 1_768_478_400));
const claims = fc.dictionary(fc.constantFrom('exp', 'iat', 'nbf', 'alg', '__proto__', 'order', 'x'), value);
const anyToken = fc.oneof(
  text,
  fc.tuple(claims, claims).map(([payload, header]) => exampleToken(payload, header)),
);
const successes = fc.record({
  accessToken: fc.oneof(anyToken, value),
  expires: fc.oneof(fc.stringMatching(/^\d{1,30}$/), value),
});
const entries = fc.array(fc.dictionary(fc.constantFrom('errorCode', 'message', 'metadata'), value));
const errors = fc.record(
  { timestamp: value, correlationId: value, errorCodes: value, errors: fc.oneof(entries, value) },
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.oneof(text, fc.json()).map((body) => Buffer.from(body)),
  fc.oneof(successes, errors).map((body) => Buffer.from(JSON.stringify(body))),
);

function received({ status, headers: list, bytes }: WireResponse): AnsweredExchange['outcome'] {
  const read = { body: bytes.toString('utf8'), validUtf8: isUtf8(bytes) };
  return { kind: 'response', status, statusText: '', headers: list, ...read, receivedAt: 0, durationMs: 0 };
}

const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.integer());
const failures = fc.record({
  kind: fc.constant('failure' as const),
  reason: fc.constantFrom('reset', 'aborted', 'tls'),
  message: text,
});
const exchanges: fc.Arbitrary<Exchange> = fc.record({
  caseId: fc.constantFrom(...cases.map(({ id }) => id)),
  attempt: fc.constant(1),
  request: fc.record({ method: fc.constantFrom('GET', 'HEAD', 'POST'), url: text, headers, body: text }),
  outcome: fc.oneof(
    { weight: 9, arbitrary: fc.record({ status, headers, bytes: bodies }).map(received) },
    { weight: 1, arbitrary: failures },
  ),
});
const options = fc.record({
  now: fc.oneof(fc.constant(exampleTime), fc.double()),
  secrets: fc.array(text, { maxLength: 3 }),
  strict: fc.boolean(),
  targetIsUp: fc.boolean(),
});

function holdsTogether(exchange: Exchange, more: Parameters<typeof judge>[2]): void {
  const judgement = judge(exchange, exampleCase(exchange.caseId), more);
  const texts = judgement.findings.flatMap((finding) => Object.values(finding));
  expect({
    isVerdict: ['passed', 'failed', 'errored', 'inconclusive'].includes(judgement.verdict),
    notTexts: texts.filter((each) => typeof each !== 'string'),
    notLevels: judgement.findings.filter(({ level }) => !levelOrder.includes(level)),
    again: judge(exchange, exampleCase(exchange.caseId), more),
  }).toEqual({ isVerdict: true, notTexts: [], notLevels: [], again: judgement });
}

describe(`judging, with seed ${seed}`, () => {
  it('gives the same verdict each time, on any input', () => {
    fc.assert(fc.property(exchanges, options, holdsTogether), { seed, numRuns: 1000 });
  });

  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const json = (body: object) => JSON.stringify(body).replaceAll('"deep"', deep);

  it.each([
    ['a body', 'accept.documented', 201, deep],
    ['half a body', 'accept.documented', 201, '['.repeat(100_000)],
    ['expires', 'accept.documented', 201, json({ ...issued(), expires: 'deep' })],
    ['the algorithm', 'accept.documented', 201, json(issued({}, { accessToken: exampleToken({}, `{"alg":${deep}}`) }))],
    [
      'nothing, and the algorithm has no text form',
      'accept.documented',
      201,
      json(issued({}, { accessToken: exampleToken({}, { alg: { toString: 1, valueOf: 1 } }) })),
    ],
    ['exp', 'accept.documented', 201, json(issued({}, { accessToken: exampleToken(`{"exp":${deep}}`) }))],
    [
      'iat and nbf',
      'accept.documented',
      201,
      json(issued({}, { accessToken: exampleToken(`{"iat":${deep},"nbf":${deep}}`) })),
    ],
    ['the rewards', 'options.first-token', 200, `{"rewards":${deep}}`],
    ['the metadata', 'correlation.on-400', 400, json(refused('X', {}, { metadata: { correlation: 'deep' } }))],
    [
      'the timestamp and the codes',
      'refuse.order-ref.missing',
      400,
      json({ timestamp: 'deep', errors: 'deep', errorCodes: 'deep' }),
    ],
  ])('gives a verdict where %s is nested 50,000 deep', (_name, id, answer, body) => {
    const exchange = exchangeOf({ name: '', case: id, response: { status: answer, text: body } });
    holdsTogether(exchange, { now: exampleTime, secrets: ['a secret that is not there'], strict: true });
  });
});

const references = {
  customer: exampleValues.customerRef,
  order: exampleValues.orderRef,
  instruction: exampleValues.instructionRef,
};

const success: Draft = {
  ...plainDraft,
  status: 201,
  headers: [
    ['Content-Type', 'application/json'],
    ['Cache-Control', 'no-store'],
  ],
  signature: exampleToken({}).split('.')[2] ?? '',
  parts: {
    body: [
      ['accessToken', token],
      ['expires', String(exampleClaims.exp * 1000)],
    ],
    header: Object.entries({ alg: 'HS256', typ: 'JWT' }),
    payload: Object.entries(exampleClaims),
  },
};

const refusal: Draft = {
  ...plainDraft,
  status: 400,
  headers: [['Content-Type', 'application/json']],
  signature: '',
  parts: {
    body: Object.entries({ ...refused(''), errors: list('error') }),
    error: Object.entries({
      errorCode: 'CUSTOMER_REF_IS_REQUIRED',
      message: 'm',
      messageTemplate: 't',
      metadata: object('metadata'),
    }),
    metadata: Object.entries({ correlationId: exampleValues.correlationId, attempt: 1 }),
  },
};

/** Whether judging finds more in a response than that something is open. */
function isReported(id: string, { status, headers: list, bytes }: WireResponse): boolean {
  const outcome = received({ status, headers: list, bytes });
  const exchange: AnsweredExchange = { ...exchangeOf({ name: '', case: id, response: { status } }), outcome };
  const { findings, verdict } = judge(exchange, exampleCase(id), { strict: true, now: exampleTime, secrets: [] });
  const wanted = findings.some(({ level }) => level !== 'observation') ? 'failed' : 'passed';
  // Only where they differ: thousands of expectations take longer than judging does.
  if (verdict !== wanted) expect(verdict).toBe(wanted);
  return verdict === 'failed';
}

const rows: readonly [name: string, id: string, draft: Draft, isGood: (response: WireResponse) => boolean][] = [
  ['a token', 'accept.fresh-references', success, (response) => isGoodSuccess(response, exampleTime, references)],
  [
    'an error',
    'correlation.on-400',
    refusal,
    (response) => isGoodRefusal(response, exampleTime, exampleValues.correlationId),
  ],
];

describe.each(rows)(`a response with %s, changed at random, with seed ${seed}`, (_name, id, draft, isGood) => {
  it('conforms as it is', () => {
    expect([isGood(wire(draft)), isReported(id, wire(draft))]).toEqual([true, false]);
  });

  it('is reported if and only if it breaks the evidence', () => {
    const seen = { good: 0, bad: 0 };
    const check = (mutate: (draft: Draft) => Draft) => {
      const response = wire(mutate(draft));
      const good = isGood(response);
      seen[good ? 'good' : 'bad'] += 1;
      const reported = isReported(id, response);
      const text = response.bytes.toString('latin1');
      if (reported === good) expect({ reported, text }).toEqual({ reported: !good, text });
    };
    fc.assert(fc.property(mutations, check), { seed, numRuns: 1500 });
    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(200);
  });
});
