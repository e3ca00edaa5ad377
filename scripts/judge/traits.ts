import { callOf } from '../contract/calls';
import type { EvidenceId } from '../contract/evidence';
import { mayIssueToken, mayRefuse, mustRefuse } from '../contract/expectation';
import { secretShape } from '../lib/secret-shape';
import type { Reading } from './rules/reading';
import type { CheckedCase, Mismatch, RuleContext } from './rules/types';

/** How a rule reports a trait as an observation. */
interface Observation {
  readonly rule: 'observed-success' | 'observed-envelope' | 'observed-answer';
  /** The row that leaves it open. */
  readonly evidence: EvidenceId;
  readonly kind: string;
  readonly message: string;
  readonly where: string;
}

/**
 * One choice of a target that the contract leaves open. The record of a target holds all of them, and a change is drift;
 * those with an observation are also shown as findings. Neither aspect nor value holds a secret.
 */
export interface Trait {
  /** Its name: `payout-token.success.status`, `answer.method.get`. */
  readonly aspect: string;
  /** A choice, or a list of names. */
  readonly value: string;
  readonly observation?: Observation;
}

const observed = {
  status: { rule: 'observed-success', evidence: 'C6a', kind: 'status', message: 'Success status.', where: 'status' },
  algorithm: {
    rule: 'observed-success',
    evidence: 'T1a',
    kind: 'algorithm',
    message: 'Signing algorithm.',
    where: 'alg',
  },
  claims: {
    rule: 'observed-success',
    evidence: 'T4',
    kind: 'claims',
    message: 'Claims in the token.',
    where: 'claims',
  },
  lifetime: {
    rule: 'observed-success',
    evidence: 'T4',
    kind: 'lifetime',
    message: 'Lifetime of the token.',
    where: '/expires',
  },
  envelope: {
    rule: 'observed-envelope',
    evidence: 'E4a',
    kind: 'envelope',
    message: 'Format of the error body.',
    where: 'body',
  },
} as const satisfies Readonly<Record<string, Observation>>;

const answer = (evidence: EvidenceId): Observation => ({
  rule: 'observed-answer',
  evidence,
  kind: 'status',
  message: 'Status of a response that the contract leaves open.',
  where: 'status',
});

/** Headers that vary from response to response, or belong to the connection. */
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

/** Lifetimes that people choose, in seconds. What is seen is rounded to the nearest of them. */
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

/** Only plain names are shown, so that nothing that a server hides in a name gets into a record. */
function plain(text: string): string {
  return /^[\x21-\x2b\x2d-\x7e]{1,100}$/.test(text) && secretShape(text) === undefined ? text : '(not a plain name)';
}

const listed = (names: Iterable<string>): string => [...new Set([...names].map(plain))].sort().join(', ') || 'none';

const textOr = (value: unknown): string =>
  value === undefined ? 'absent' : typeof value === 'string' ? plain(value) : '(not text)';

/** The traits that this rule shows as observations. */
export function observations(rule: Observation['rule'], reading: Reading, context: RuleContext): Mismatch[] {
  const { case: checkedCase, now } = context;
  // It is asked of every response, and the other traits take time.
  const traits = rule === 'observed-answer' ? answerTraits(reading, checkedCase) : traitsOf(reading, checkedCase, now);
  return traits.flatMap(({ value, observation }) => {
    if (observation?.rule !== rule) return [];
    const { evidence, kind, message, where } = observation;
    return [{ evidence, kind, message, where, actual: value }];
  });
}

/**
 * The choices that a response shows. A response that breaks the contract shows none, such as a token instead of a
 * refusal, or the reverse.
 *
 * @param now when the response had arrived, in milliseconds since the Unix epoch by the local clock
 */
export function traitsOf(reading: Reading, checkedCase: CheckedCase, now: number): Trait[] {
  const { expect, call } = checkedCase;
  const traits = answerTraits(reading, checkedCase);
  const add: Add = (aspect, value, observation) => traits.push({ aspect, value, ...(observation && { observation }) });
  if (reading.succeeded && mayIssueToken(expect)) {
    add(`${call}.success.status`, String(reading.status), observed.status);
    addCommon(reading, `${call}.success`, add);
    add(`${call}.success.extra-properties`, listed(extraPropertiesOf(reading, call)));
    addToken(reading, call, now, add);
  }
  if (reading.refused && mayRefuse(expect)) {
    const prefix = `${call}.error.${reading.status}`;
    addCommon(reading, prefix, add);
    add(`${prefix}.body`, envelopeOf(reading), reading.status === 400 ? observed.envelope : undefined);
    if (reading.status === 401) add(`${prefix}.challenge`, challengesOf(reading));
  }
  return traits;
}

/** What a response chooses where several statuses conform. */
function answerTraits({ succeeded, refused, status }: Reading, { expect, id }: CheckedCase): Trait[] {
  if (!succeeded && !refused) return [];
  const chosen = { aspect: `answer.${id}`, value: String(status) };
  if (expect.outcome === 'open') return [{ ...chosen, observation: answer(expect.evidence) }];
  return mustRefuse(expect) && expect.status.length > 1 && expect.status.includes(status) ? [chosen] : [];
}

/** The properties of a success body that its schema does not define. */
export const extraPropertiesOf = ({ object = {} }: Reading, call: string): string[] =>
  Object.keys(object).filter((name) => !Object.hasOwn(callOf(call).success.body.schema.properties, name));

type Add = (aspect: string, value: string, observation?: Observation) => void;

function addCommon(reading: Reading, prefix: string, add: Add): void {
  const names = reading.exchange.outcome.headers.map(([name]) => name.toLowerCase());
  add(`${prefix}.headers`, listed(names.filter((name) => !passing.has(name) && !passingPattern.test(name))));
  add(`${prefix}.media-type`, textOr(reading.mediaType));
}

function addToken(reading: Reading, call: string, now: number, add: Add): void {
  const { token, claims, expires } = reading;
  const received = reading.serverTime ?? now;
  if (token.ok && claims) {
    add(`${call}.token.alg`, textOr(token.jws.header.alg), observed.algorithm);
    add(`${call}.token.typ`, textOr(token.jws.header.typ));
    add(`${call}.token.claims`, listed(Object.keys(claims)), observed.claims);
    const start = typeof claims.iat === 'number' ? claims.iat : received / 1000;
    if (typeof claims.exp === 'number') add(`${call}.token.lifetime`, lifetimeOf(claims.exp - start));
  }
  if (expires !== undefined)
    add(`${call}.success.lifetime`, lifetimeOf((expires - received) / 1000), observed.lifetime);
}

/** The nearest lifetime by ratio, so that a small difference between clocks does not look like a change. */
function lifetimeOf(seconds: number): string {
  if (!(seconds > 0)) return 'over';
  const away = ([length]: (typeof lifetimes)[number]) => Math.abs(Math.log(seconds / length));
  const [length, name] = [...lifetimes].sort((one, other) => away(one) - away(other))[0] ?? lifetimes[0];
  return seconds > 2 * length ? `more than ${name}` : `about ${name}`;
}

/** Which error body it is (E2, E3), or what the response has instead. */
function envelopeOf({ hasBody, json, object }: Reading): string {
  if (!hasBody) return 'empty';
  if (!json.ok) return 'not JSON';
  if (!object) return 'not a JSON object';
  return 'errors' in object ? 'E3' : 'errorCodes' in object ? 'E2' : 'another object';
}

/** The schemes of WWW-Authenticate, of one header or several. */
function challengesOf({ exchange }: Reading): string {
  const values = exchange.outcome.headers.filter(([name]) => name.toLowerCase() === 'www-authenticate');
  return listed(values.map(([, value]) => value.trim().split(/[\s,]/)[0]?.toLowerCase() ?? ''));
}
