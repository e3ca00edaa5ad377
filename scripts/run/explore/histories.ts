import type { Choice } from '../../contract/model/factors/compose';
import { type Program, type Relation, relations, type Step, step } from './program';

const history = (...steps: readonly [Step, ...Step[]]): Program => ({ steps, round: 0 });

/** What happens before: a refusal of each kind, another method, a large body, what a server may stumble over. */
const before: readonly Choice[] = [
  { credential: 'none' },
  { credential: 'forged-alg-none' },
  { credential: 'invented' },
  { credential: 'expired' },
  { 'customer-ref': 'absent' },
  { 'order-ref': 'length-51' },
  { 'instruction-ref': 'space' },
  { body: 'truncated' },
  { body: 'bytes' },
  { body: 'nested' },
  { spacing: 'mebibyte-of-space' },
  { body: 'mebibyte-reference' },
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
  { negotiation: 'html' },
  { cookie: 'session' },
];

/** What must still be refused once a valid request was accepted. */
const refusedAfter: readonly Choice[] = [
  { credential: 'none' },
  { credential: 'invented' },
  { credential: 'forged-alg-none' },
  { credential: 'changed-payload' },
  { 'customer-ref': 'absent' },
  { 'order-ref': 'number' },
  { 'media-type': 'text' },
  { method: 'put' },
];

const options = (choice: Choice = {}, count = 1, together = false): Step =>
  step(choice, { call: 'payout-options', count, together });

/** Requests one after the other. */
export const histories: readonly Program[] = [
  ...before.map((choice) => history(step(choice), step())),
  ...refusedAfter.map((choice) => history(step(), step(choice))),
  // A refusal that is remembered, or forgotten after some time.
  ...refusedAfter.slice(0, 5).map((choice) => history(step(choice, { count: 8 }), step())),
  ...relations.map((relation) => history(step({}, { count: 6, relation }))),
  history(step({}, { count: 64 })),
  history(step({ credential: 'none' }, { count: 12 })),
  history(step({ 'customer-ref': 'absent' }, { count: 12 })),
  history(step({}, { count: 4, newConnection: true })),
  history(step({}, { count: 3, relation: 'same', newConnection: true })),
  history(step(), options({}, 3)),
  history(step(), options({ credential: 'none' }), options()),
  history(step(), options({ credential: 'forged-alg-none' }), options()),
  history(step(), options(), options({ credential: 'none' })),
  history(step(), options({ method: 'head' }), options()),
];

const together = (count: number, relation?: Relation, newConnection = false, choice: Choice = {}): Program =>
  history(step(choice, { count, together: true, relation, newConnection }));

/** Requests at the same time. */
export const atOnce: readonly Program[] = [
  ...[undefined, ...relations].flatMap((relation) => [together(6, relation), together(4, relation, true)]),
  together(16),
  together(6, undefined, false, { credential: 'none' }),
  together(6, undefined, false, { 'order-ref': 'absent' }),
  history(step(), options({}, 4, true)),
  history(step(), options({ credential: 'none' }, 4, true)),
];
