import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import type { AnsweredExchange } from '../contract/exchange';
import { parseJson } from '../lib/json';
import { jsonCorpus } from '../testing/json-corpus';
import type { Finding } from './finding';
import { judge } from './judge';
import type { RuleId } from './rules';
import { documentedClaims, exampleCase, exampleTime, exchangeOf, issued, refused } from './rules/example';
import type { Judgement } from './types';

/** The exchange of a case in which these bytes came as the body. */
function received(id: string, status: number, bytes: Buffer): AnsweredExchange {
  const exchange = exchangeOf({ name: '', case: id, response: { status, text: 'x' } });
  return { ...exchange, outcome: { ...exchange.outcome, body: bytes.toString('utf8'), validUtf8: isUtf8(bytes) } };
}

function judged(id: string, status: number, bytes: Buffer): Judgement {
  const options = { now: exampleTime, secrets: ['a secret that is not there'], strict: true, errorForm: 'E3' as const };
  const judgement = judge(received(id, status, bytes), exampleCase(id), options);
  if (judgement.internalErrors) throw new Error(judgement.reason ?? 'an internal error');
  return judgement;
}

/** What an independent reader says: strict UTF-8, no mark, and what the engine parses. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

const readers: readonly string[] = ['success-body', 'error-body', 'json-text'] satisfies RuleId[];
/** Whether a finding says that the body as a whole cannot be read. */
const unreadable = ({ rule, where }: Finding): boolean => readers.includes(rule) && where === 'body';

describe('bytes of a body', () => {
  it('are at least 150 different samples of valid and invalid JSON', () => {
    expect(jsonCorpus.length).toBeGreaterThanOrEqual(150);
    expect(new Set(jsonCorpus.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(jsonCorpus.length);
    expect(new Set(jsonCorpus.map(({ valid }) => valid)).size).toBe(2);
  });

  it.each(jsonCorpus)('are parsed as RFC 8259 requires: $name is JSON: $valid', ({ bytes, valid }) => {
    expect(isJson(bytes)).toBe(valid);
    expect(parseJson(bytes.toString('utf8')).ok && isUtf8(bytes)).toBe(valid);
  });

  it.each(jsonCorpus)('are judged as such in any response: $name', ({ bytes, valid }) => {
    for (const [id, status] of [
      ['accept.documented', 201],
      ['options.first-token', 200],
      ['correlation.on-400', 400],
    ] as const) {
      const { verdict, findings } = judged(id, status, bytes);
      expect(verdict).toBe('failed');
      expect(findings.some(unreadable)).toBe(!valid);
    }
  });
});

/** The same responses each time; fast-check prints it with a counterexample. */
const seed = 20_261_122;
const total = 100_000;

const goodBodies: readonly (readonly [id: string, status: number, body: unknown])[] = [
  ['accept.documented', 201, issued(documentedClaims)],
  ['accept.fresh-references', 200, issued()],
  ['options.first-token', 200, { rewards: [{ rewardId: 'a', currencies: ['EUR'] }] }],
  ['hmac.documented', 201, issued()],
  ['refuse.customer-ref.missing', 400, refused('CUSTOMER_REF_IS_REQUIRED')],
  ['correlation.on-400', 400, { errorCodes: ['CUSTOMER_REF_IS_REQUIRED'] }],
  ['auth.missing', 401, refused('UNAUTHORISED')],
  ['observe.charset', 415, refused('UNSUPPORTED_MEDIA_TYPE')],
];

const pieces = [
  ...jsonCorpus.map(({ bytes }) => bytes).filter(({ length }) => length < 200),
  ...['"expires":', '"errors":', '"metadata":{"correlationId":', 'eyJ', '.', ','].map((text) => Buffer.from(text)),
];

/** One change to bytes: at a place, so many bytes give way to others. */
interface Change {
  readonly place: number;
  readonly removed: number;
  readonly piece: number;
}

const changes = fc.array(fc.record({ place: fc.nat(4000), removed: fc.nat(40), piece: fc.nat(2 * pieces.length) }), {
  minLength: 1,
  maxLength: 4,
});

function changed(bytes: Buffer, { place, removed, piece }: Change): Buffer {
  const at = place % (bytes.length + 1);
  const inserted = pieces[piece] ?? Buffer.from([piece & 0xff]);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}

describe(`${total} responses, good ones changed at random, with seed ${seed}`, () => {
  it.each(goodBodies)(
    'are judged without an exception, and never called JSON when they are not: %s answered %i',
    (id, status, body) => {
      const good = Buffer.from(JSON.stringify(body));
      const seen = { json: 0, other: 0 };
      const holds = (list: readonly Change[]): boolean => {
        const bytes = list.reduce(changed, good);
        const { findings } = judged(id, status, bytes);
        const valid = isJson(bytes);
        seen[valid ? 'json' : 'other'] += 1;
        return bytes.length === 0 || valid === !findings.some(unreadable);
      };
      fc.assert(fc.property(changes, holds), { seed, numRuns: total / goodBodies.length });
      expect(Math.min(seen.json, seen.other)).toBeGreaterThan(100);
    },
  );
});
