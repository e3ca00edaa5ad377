import type { AnsweredExchange } from '../contract/exchange';
import { secretShape } from '../lib/secret-shape';
import { Reading } from './rules/reading';
import type { CheckedCase } from './types';

/** One thing that a target does where the contract leaves it open. Neither part holds a secret. */
export interface Trait {
  /** What of the target it is: `payout-token.success.status`, `answer.method.get`. */
  readonly aspect: string;
  /** A choice, or a list of names. */
  readonly value: string;
}

/** Headers that come and go by themselves, or belong to the connection. */
const passing = new Set([
  'age',
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'proxy-connection',
  'retry-after',
  'server-timing',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
const passingPattern =
  /(correlation|request|trace|transaction|ray)-?id$|rate-?limit|^cf-|^x-(amz|azure|cache|served|timer)/;

/** Lifetimes that somebody would choose, in seconds; what is seen is told by the nearest of them. */
const lifetimes = [
  [60, '1 min'],
  [300, '5 min'],
  [600, '10 min'],
  [900, '15 min'],
  [1800, '30 min'],
  [3600, '1 h'],
  [7200, '2 h'],
  [14_400, '4 h'],
  [28_800, '8 h'],
  [43_200, '12 h'],
  [86_400, '24 h'],
  [604_800, '7 days'],
  [2_592_000, '30 days'],
  [7_776_000, '90 days'],
  [31_536_000, '365 days'],
] as const;

/** Names are told where they are plain: what a server hides in one stays out of a record. */
function plain(text: string): string {
  return /^[\x21-\x2b\x2d-\x7e]{1,100}$/.test(text) && secretShape(text) === undefined ? text : '(not a plain name)';
}

const listed = (names: Iterable<string>): string => [...new Set([...names].map(plain))].sort().join(', ') || 'none';

const textOr = (value: unknown): string =>
  value === undefined ? 'absent' : typeof value === 'string' ? plain(value) : '(not text)';

/**
 * What the answer to a case shows of what the contract leaves open; nothing of an answer that the contract settles
 * otherwise: a token where a refusal is due, or the reverse.
 *
 * @param now when the answer had arrived, in milliseconds since the Unix epoch by the local clock
 */
export function traitsOf(exchange: AnsweredExchange, checkedCase: CheckedCase, now: number): Trait[] {
  const reading = new Reading(exchange);
  const { expect, call, id } = checkedCase;
  const traits: Trait[] = [];
  const add = (aspect: string, value: string) => traits.push({ aspect, value });
  if (!reading.succeeded && !reading.refused) return [];
  const isOpen = expect.outcome === 'observed' || (expect.outcome === 'refused' && expect.status.length > 1);
  if (isOpen && (expect.outcome === 'observed' || expect.status.includes(reading.status)))
    add(`answer.${id}`, String(reading.status));
  if (reading.succeeded && expect.outcome !== 'refused') {
    const promised = call === 'payout-options' ? ['rewards'] : ['accessToken', 'expires'];
    add(`${call}.success.status`, String(reading.status));
    addCommon(reading, `${call}.success`, add);
    const extra = Object.keys(reading.object ?? {}).filter((name) => !promised.includes(name));
    add(`${call}.success.extra-properties`, listed(extra));
    addToken(reading, call, now, add);
  }
  if (reading.refused && expect.outcome !== 'accepted') {
    const prefix = `${call}.error.${reading.status}`;
    addCommon(reading, prefix, add);
    add(`${prefix}.body`, envelopeOf(reading));
    if (reading.status === 401) add(`${prefix}.challenge`, challengesOf(reading));
  }
  return traits;
}

type Add = (aspect: string, value: string) => void;

function addCommon(reading: Reading, prefix: string, add: Add): void {
  const names = reading.exchange.outcome.headers.map(([name]) => name.toLowerCase());
  add(`${prefix}.headers`, listed(names.filter((name) => !passing.has(name) && !passingPattern.test(name))));
  add(`${prefix}.media-type`, textOr(reading.mediaType));
}

function addToken(reading: Reading, call: string, now: number, add: Add): void {
  const { token, claims, expires } = reading;
  const received = reading.serverTime ?? now;
  if (expires !== undefined) add(`${call}.success.lifetime`, lifetimeOf((expires - received) / 1000));
  if (!token.ok || !claims) return;
  add(`${call}.token.alg`, textOr(token.jws.header.alg));
  add(`${call}.token.typ`, textOr(token.jws.header.typ));
  add(`${call}.token.claims`, listed(Object.keys(claims)));
  const start = typeof claims.iat === 'number' ? claims.iat : received / 1000;
  if (typeof claims.exp === 'number') add(`${call}.token.lifetime`, lifetimeOf(claims.exp - start));
}

/** The nearest lifetime by ratio, so that a clock that is a little wrong does not look like a change. */
function lifetimeOf(seconds: number): string {
  if (!(seconds > 0)) return 'over';
  const away = ([length]: (typeof lifetimes)[number]) => Math.abs(Math.log(seconds / length));
  const [length, name] = [...lifetimes].sort((one, other) => away(one) - away(other))[0] ?? lifetimes[0];
  return seconds > 2 * length ? `more than ${name}` : `about ${name}`;
}

/** Which error body it is (E2, E3), or what stands in its place. */
function envelopeOf({ hasBody, json, object }: Reading): string {
  if (!hasBody) return 'empty';
  if (!json.ok) return 'not JSON';
  if (!object) return 'no JSON object';
  return 'errors' in object ? 'E3' : 'errorCodes' in object ? 'E2' : 'another object';
}

/** The schemes of WWW-Authenticate, of one header or several. */
function challengesOf({ exchange }: Reading): string {
  const values = exchange.outcome.headers.filter(([name]) => name.toLowerCase() === 'www-authenticate');
  return listed(values.map(([, value]) => value.trim().split(/[\s,]/)[0]?.toLowerCase() ?? ''));
}
