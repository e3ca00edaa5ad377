import fc from 'fast-check';
import { anyText } from '../../testing/any-text';
import { expectationOf, predict, predictionText } from './predict';
import { faultReasons, openings, type Reason } from './reasons';
import type { Circumstances, Known, KnownHmac, ModelRequest } from './types';

/** The same requests each time; fast-check prints it with a counterexample. */
const parameters = { seed: 20_260_115, numRuns: 300 };

const baseUrl = 'https://target.example';
const text = fc.oneof(anyText, fc.string());
const tokenKinds = [
  'management',
  'management-expired',
  'management-without-role',
  'payout',
  'payout-expired',
  'forged',
  'invented',
  'unknown',
] as const;
const hmac: fc.Arbitrary<KnownHmac> = fc.record({
  kind: fc.constant('hmac'),
  key: fc.constantFrom('own', 'respelt', 'unknown'),
  signature: fc.constantFrom('right', 'wrong'),
  time: fc.oneof(fc.integer({ min: -400, max: 400 }), fc.constantFrom('unreadable' as const, 'odd' as const)),
  nonce: fc.constantFrom('fresh', 'used', 'odd'),
  clock: fc.constantFrom('certain', 'uncertain'),
});
const known: fc.Arbitrary<Known> = fc.oneof(
  fc.constant({ kind: 'none' } as const),
  fc.record({ kind: fc.constant('token' as const), token: fc.constantFrom(...tokenKinds) }),
  hmac,
);
const paths = ['/v1/identity/payout', '/v1/payout/options', '/v1/identity/hmac', '/identity/v1/hmac/management'];
const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...paths) },
  fc.constantFrom('/v1/identity/payout/', '//v1/identity/payout', '/V1/identity/%70ayout', '/v1/x/../identity/payout'),
  text,
);
const header = fc.oneof(
  fc.constantFrom(
    ['Authorization', 'Bearer a.b.c'] as const,
    ['Authorization', 'hmac a:b:c:d'] as const,
    ['Content-Type', 'application/json'] as const,
    ['Content-Type', 'text/plain; charset=utf-16'] as const,
  ),
  fc.tuple(text, text),
);
const reference = fc.oneof(fc.jsonValue(), text, fc.constantFrom('a', 'a'.repeat(50), 'a'.repeat(51), ''));
const object = fc.dictionary(
  fc.constantFrom('customerRef', 'orderRef', 'instructionRef', 'CustomerRef', 'x'),
  reference,
);
const valid = { customerRef: 'a', orderRef: 'b', instructionRef: 'c' };
const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant(JSON.stringify(valid)) },
  fc
    .record({ customerRef: reference, orderRef: reference, instructionRef: reference })
    .map((value) => JSON.stringify(value)),
  object.map((value) => JSON.stringify(value)),
  fc.json(),
  text,
  fc.uint8Array(),
);
const requests: fc.Arbitrary<ModelRequest> = fc.record({
  method: fc.oneof(
    { weight: 4, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'HEAD', 'post', 'TRACE'),
    text,
  ),
  url: path.map((below) => baseUrl + below),
  headers: fc.oneof(
    fc.array(header, { maxLength: 5 }),
    fc
      .array(header, { maxLength: 2 })
      .map((more) => [
        ['Authorization', 'Bearer a.b.c'] as const,
        ['Content-Type', 'application/json'] as const,
        ...more,
      ]),
  ),
  body: fc.option(body, { nil: undefined }),
});
const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  baseUrl: fc.constant(baseUrl),
  credential: known,
  history: fc.record({ nonceUsed: fc.boolean(), tokenUses: fc.nat(3) }),
  hmacPath: fc.constantFrom(paths[2], undefined),
});

const faultOrder = Object.keys(faultReasons);
const openingOrder = Object.keys(openings);

/** Rank of a part of the request: reasons of one part stay together, in a fixed order. */
const groups = [
  ['body-large'],
  ['no-such-path', 'method', 'unknown-method'],
  ['no-credential', 'no-scheme', 'other-scheme', 'invented-credential', 'forged-token', 'expired-token'],
  ['no-media-type', 'other-media-type'],
  ['empty-body', 'not-utf8', 'not-json', 'unreadable', 'not-an-object', 'missing', 'null', 'empty', 'too-long'],
];
const rank = ({ kind }: Reason): number => groups.findIndex((group) => group.includes(kind));

it('makes a prediction for any request', () => {
  fc.assert(
    fc.property(requests, circumstances, (request, around) => {
      const prediction = predict(request, around);
      expect(prediction.rows).toContain(prediction.evidence);
      expect(prediction.reasons.every(({ kind }) => faultOrder.includes(kind))).toBe(true);
      expect(prediction.openings.every(({ kind }) => openingOrder.includes(kind))).toBe(true);
      expect(prediction.outcome === 'refused').toBe(prediction.reasons.length > 0);
      expect(prediction.outcome === 'accepted').toBe(prediction.reasons.length + prediction.openings.length === 0);
      expect(prediction.status.length > 0 || prediction.outcome === 'open').toBe(true);
      expect(predictionText(prediction) === '').toBe(prediction.outcome === 'accepted');
      expect(expectationOf(prediction).evidence).toBe(prediction.evidence);
    }),
    parameters,
  );
});

it('gives the reasons in a fixed order', () => {
  fc.assert(
    fc.property(requests, circumstances, (request, around) => {
      const ranks = predict(request, around)
        .reasons.map(rank)
        .filter((each) => each >= 0);
      expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
      expect(predict(request, around)).toEqual(predict({ ...request }, { ...around }));
    }),
    parameters,
  );
});

const unknownName = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 8 });

interface Addition {
  readonly what: string;
  readonly add: fc.Arbitrary<(request: ModelRequest) => ModelRequest>;
}

const additions: readonly Addition[] = [
  {
    what: 'header',
    add: fc.tuple(unknownName, text).map(([name, value]) => (request) => ({
      ...request,
      headers: [...request.headers, [`X-Unknown-${name}`, value] as const],
    })),
  },
  {
    what: 'query parameter',
    add: fc.tuple(unknownName, unknownName).map(([name, value]) => (request) => ({
      ...request,
      url: `${request.url}${request.url.includes('?') ? '&' : '?'}${name}=${value}`,
    })),
  },
  {
    what: 'property',
    add: fc.tuple(unknownName, fc.jsonValue()).map(([name, value]) => (request) => {
      if (typeof request.body !== 'string' || !request.body.startsWith('{"')) return request;
      return { ...request, body: `{"x-${name}":${JSON.stringify(value)},${request.body.slice(1)}` };
    }),
  },
];

it.each(additions)('an unknown $what does not make a request acceptable', ({ add }) => {
  fc.assert(
    fc.property(requests, circumstances, add, (request, around, change) => {
      const before = predict(request, around);
      const after = predict(change(request), around);
      if (before.outcome === 'refused') expect(after).toMatchObject({ outcome: 'refused', unsafe: before.unsafe });
      else
        expect(after.outcome).toBe(before.outcome === 'accepted' && change(request) === request ? 'accepted' : 'open');
      expect(after.status.filter((status) => status >= 500)).toEqual(before.status.filter((status) => status >= 500));
      expect(after.status).toEqual(expect.arrayContaining(before.outcome === 'refused' ? [...before.status] : []));
    }),
    parameters,
  );
});
