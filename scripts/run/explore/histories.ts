import type { Choice } from '../../contract/model/factors/compose';
import { type Program, type Relation, relations, type Step, step } from './program';

const history = (...steps: readonly [Step, ...Step[]]): Program => ({ steps, round: 0 });
const times = (count: number, choice: Choice = {}, relation?: Relation): Step => step(choice, { count, relation });

/** A step with the same references as the other such steps of the program. */
const same = (choice: Choice = {}, count = 1): Step => step(choice, { count, relation: 'same' });

const options = (choice: Choice = {}, count = 1, together = false): Step =>
  step(choice, { call: 'payout-options', count, together });
const hmac = (choice: Choice = {}, count = 1, together = false, relation?: Relation): Step =>
  step(choice, { call: 'management-token', count, together, relation });

/** A step with the same nonce as the other such steps of the program. */
const sameNonce = (choice: Choice = {}, count = 1): Step =>
  step(choice, { call: 'management-token', count, relation: 'same' });

/** Earlier requests: a refusal of each kind, another method, a large body, and what may confuse a server. */
const before: readonly Choice[] = [
  { credential: 'forged-alg-none' },
  { credential: 'expired' },
  { 'order-ref': 'length-51' },
  { 'instruction-ref': 'space' },
  { body: 'truncated' },
  { body: 'bytes' },
  { body: 'nested' },
  { spacing: 'mebibyte-of-space' },
  { 'extra-names': 'proto' },
  { 'media-type': 'text' },
  { 'media-type': 'none' },
  { method: 'get' },
  { method: 'head' },
  { method: 'put' },
  { method: 'delete' },
  { method: 'options' },
  { method: 'trace' },
  { path: 'trailing-slash' },
  { path: 'encoded-slash' },
  { transfer: 'chunked' },
  { coding: 'gzip-claimed' },
  { correlation: 'guid' },
  { correlation: 'non-ascii' },
  { client: 'close' },
  { negotiation: 'html' },
  { cookie: 'session' },
];

/** Requests of which a server may keep something in a buffer. */
const leftovers: readonly Choice[] = [{ spacing: 'mebibyte-of-space' }, { transfer: 'chunked' }, { body: 'truncated' }];

/** Credentials that must be refused, whatever was sent before. */
const badCredentials: readonly Choice[] = [
  { credential: 'none' },
  { credential: 'invented' },
  { credential: 'expired' },
  { credential: 'payout' },
  { credential: 'no-role' },
  { credential: 'forged-alg-none' },
  { credential: 'forged-later-exp' },
  { credential: 'forged-changed-signature' },
  { transport: 'elsewhere' },
];

/** Other requests that must be refused, whatever was sent before. */
const badRequests: readonly Choice[] = [
  { 'customer-ref': 'absent' },
  { 'order-ref': 'absent' },
  { 'instruction-ref': 'null' },
  { body: 'none' },
  { 'customer-ref': 'length-51' },
  { 'media-type': 'text' },
  { 'media-type': 'none' },
  { method: 'put' },
  { method: 'get' },
];

/** Requests that differ from the valid one after them in only one error. */
const corrected: readonly Choice[] = [
  { credential: 'expired' },
  { 'customer-ref': 'length-51' },
  { 'order-ref': 'absent' },
  { 'order-ref': 'space' },
  { 'instruction-ref': 'space' },
  { 'instruction-ref': 'length-51' },
  { 'media-type': 'text' },
];

/** Requests after which a server may skip a check. */
const confusing: readonly Choice[] = before.filter(
  ({ method, body }) => method === 'head' || method === 'options' || body === 'truncated',
);

const afterConfusion: readonly Choice[] = [
  { credential: 'none' },
  { credential: 'expired' },
  { credential: 'forged-changed-signature' },
];

/** More than most burst limits. A failure at every n-th request shows up anyway, among all requests. */
const many = 20;

/** Enough requests for references that are equal when joined by each sign, and to find a limit on tokens. */
const countOf: Partial<Record<Relation, number>> = {
  'joined-by-sign': 9,
  same: 11,
  'same-odd': 3,
  'new-instruction': 11,
  'new-order': 11,
};

/** Requests one after the other. */
export const histories: readonly Program[] = [
  ...before.map((choice) => history(step(choice), step())),
  // What is left of an earlier request may also cut or overwrite long values.
  ...leftovers.map((choice) => history(step(choice), step({ references: 'long-together' }))),
  // A server must not accept a bad caller or an incomplete request because it accepted a similar one before, or because
  // it refused this one once or twice.
  ...badCredentials.map((choice) => history(same(), same(choice, 3))),
  ...badRequests.map((choice) => history(same(), same(choice, 2))),
  // Nor may it refuse a request because it refused one with an error and otherwise the same references.
  ...corrected.map((choice) => history(same(choice), same())),
  history(
    times(many),
    step({ credential: 'none' }),
    step({ credential: 'forged-alg-none' }),
    step({ 'order-ref': 'absent' }),
  ),
  ...before.flatMap((choice, at) =>
    confusing.includes(choice) ? [] : [history(step(choice), step(afterConfusion[at % afterConfusion.length]!))],
  ),
  ...confusing.flatMap((choice) => afterConfusion.map((bad) => history(step(choice), step(bad)))),
  // Neither after another call, nor after many refusals of one kind.
  ...[hmac(), options()].flatMap((other) =>
    [badCredentials[2]!, badCredentials[4]!].map((bad) => history(other, step(bad))),
  ),
  history(times(3, { references: 'all-too-long' }), step(badRequests[0])),
  history(times(3, badCredentials[0]), step(badCredentials[5])),
  // A refusal must not be remembered for a caller with valid credentials.
  ...[badCredentials[0]!, badCredentials[1]!, badRequests[0]!].map((choice) => history(times(11, choice), step())),
  ...relations.map((relation) => history(times(countOf[relation] ?? 4, {}, relation))),
  history(step({}, { count: 4, newConnection: true })),
  history(step({}, { count: 3, relation: 'same', newConnection: true })),
  history(step({ client: 'close' }, { count: 2 })),
  // A token can be used several times, but only for its own call.
  history(step(), options({}, 11)),
  history(step(), options({ transport: 'lower-case' }, 2)),
  history(step(), options({ credential: 'none' }), options()),
  history(step(), options({ credential: 'forged-alg-none' }), options()),
  history(step(), options(), options({ credential: 'none' })),
  history(step(), options(), options({ credential: 'forged-later-exp' })),
  history(step(), options({ credential: 'forged-changed-signature' }, 3)),
  history(step(), options({ credential: 'management-expired' }, 3)),
  history(step(), options({ credential: 'expired' }, 3)),
  history(step(), options(), step({ credential: 'payout' }, { count: 2 })),
  history(step(), options({ method: 'head' }), options()),
  history(step(), options(), step()),
  // A token that was issued can be used, also if it is long, or its references are unusual.
  ...['long-together', 'one-character', 'all-digits'].map((references) => history(step({ references }), options())),
  history(options(), step()),
  history(hmac({}, 4)),
  history(hmac({ signature: 'other-key' }, 6), hmac()),
  history(hmac({ credential: 'none' }, 6), hmac()),
  history(hmac(), hmac({ signature: 'other-key' }), step()),
  history(hmac(), hmac({ signature: 'reversed' }), hmac({ offset: 'minus-600' })),
  // A nonce can be used once, whatever its form.
  ...['guid-upper', 'hexadecimal', 'digits', 'length-64', 'length-256', 'length-3000', 'base64-signs'].map((nonce) =>
    history(sameNonce({ nonce }, 2)),
  ),
  // It is a different nonce as soon as one character differs.
  ...(['cut', 'end', 'case'] as const).map((relation) => history(hmac({}, 2, false, relation))),
  // It remains the same nonce if another part of the request is spelled differently.
  ...[
    { key: 'other-case' },
    { time: 'fraction' },
    { transport: 'lower-case' },
    { exchange: 'other' },
    { offset: 'minus-60' },
  ].map((choice) => history(sameNonce(), sameNonce(choice))),
  history(sameNonce(), { ...sameNonce(), newConnection: true }),
  history(hmac(), step()),
];

const together = (count: number, relation?: Relation, newConnection = false, choice: Choice = {}): Program =>
  history(step(choice, { count, together: true, relation, newConnection }));

/** More requests at once than many connection pools hold. */
const crowd = 11;

/** How many requests are sent; where one reference changes at a time, each of the three has to. */
const togetherOf: Partial<Record<Relation, number>> = {
  same: 3,
  'same-odd': 3,
  joined: 3,
  'joined-by-sign': 3,
  rotated: 3,
};

/** Requests that are sent at the same time. */
export const atOnce: readonly Program[] = [
  together(3),
  ...relations.map((relation, index) => together(togetherOf[relation] ?? 4, relation, index % 2 === 0)),
  together(crowd),
  // Under load, a server may skip a check that it usually makes.
  ...[...afterConfusion, badRequests[0]!, badRequests[4]!, { 'order-ref': 'space' }].map((choice) =>
    together(crowd, 'same', false, choice),
  ),
  ...[badCredentials[1]!, badCredentials[3]!].map((choice) => together(3, undefined, false, choice)),
  together(3, undefined, false, { credential: 'forged-alg-none' }),
  history(step(), options({}, 4, true)),
  history(step(), options({ credential: 'none' }, 4, true)),
  history(step(), options({ credential: 'forged-later-exp' }, 4, true)),
  history(hmac({}, 4, true)),
  history(hmac({ signature: 'other-key' }, 4, true)),
  ...[{}, { exchange: 'other' }].map((choice) => history(hmac(choice, 4, true, 'same'))),
  // Exploring begins with this request too: by now, nothing may be left of its first response.
  history(step()),
];
