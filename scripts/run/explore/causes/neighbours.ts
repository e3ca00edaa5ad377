import type { CallId } from '../../../contract/model';
import { type Choice, deviationsOf, isAllowed } from '../../../contract/model/factors/compose';
import { deviating, isReference, referenceFactors } from '../levels';
import type { Factors } from '../plan-input';
import { type Program, withLast } from '../program';
import type { Cause } from './causes';
import { effectOf } from './effect';
import { faultyOf } from './simplify';

/** For each check that a server makes, a few requests that it must refuse. */
const plainFaults: Readonly<Record<CallId, readonly Choice[]>> = {
  'payout-token': [
    ...referenceFactors.map((factor) => ({ [factor]: 'absent' })),
    { 'customer-ref': 'length-51' },
    { 'order-ref': 'length-256' },
    { 'customer-ref': 'space' },
    { 'order-ref': 'quotes' },
    { 'customer-ref': 'number' },
    { 'order-ref': 'object' },
    { credential: 'none' },
    { credential: 'invented' },
    { credential: 'expired' },
    { credential: 'payout' },
    { credential: 'forged-alg-none' },
    { credential: 'forged-other-key' },
    { credential: 'no-role' },
    { 'media-type': 'text' },
    { body: 'truncated' },
  ],
  'payout-options': [
    { credential: 'none' },
    { credential: 'invented' },
    { credential: 'expired' },
    { credential: 'forged-alg-none' },
    { credential: 'forged-other-key' },
  ],
  'management-token': [
    { credential: 'none' },
    { credential: 'used-nonce' },
    { signature: 'other-key' },
    { signature: 'nothing-signed' },
    { signature: 'public-key' },
    { offset: 'minus-600' },
    { offset: 'minus-86400' },
    { key: 'unknown' },
  ],
};

/** The most levels of one factor that are tried in place of another. */
const mostSiblings = 8;

const withChoice = (program: Program, choice: Choice): Program => {
  const last = program.steps.at(-1)!;
  return { ...withLast(program, { ...last, choice }), round: 0 };
};

const without = (choice: Choice, ids: readonly string[]): Choice =>
  Object.fromEntries(Object.entries(choice).filter(([id]) => !ids.includes(id)));

/**
 * Programs that are nearly like that of a cause: with other levels of one of its factors, and, if it is that a bad
 * request is accepted, with other bad requests. They show how general the cause is.
 */
export function neighboursOf({ program, failing }: Cause, factors: Factors): Program[] {
  const effect = effectOf(failing);
  const { call, choice } = program.steps.at(-1)!;
  const levels = deviationsOf(call, choice);
  const faults = faultyOf(program);
  const isConditional = levels.length > faults.length || program.steps.length > 1;
  // A missing response takes long; and every level was sent alone already.
  if (effect === 'unanswered' || !isConditional || (levels.length < 2 && effect !== 'accepts')) return [];
  const siblings = levels.flatMap(({ factor, level }) => {
    if (faults.includes(factor.id)) return [];
    const own = factors[call]?.find(({ id }) => id === factor.id);
    const others = own ? deviating(own).filter((each) => each.id !== level.id && each.alone !== 'refused') : [];
    const references = isReference(factor) ? referenceFactors.filter((id) => id !== factor.id && !choice[id]) : [];
    return [
      ...references.map((id) => ({ ...without(choice, [factor.id]), [id]: level.id })),
      ...others.slice(0, mostSiblings).map((each) => ({ ...choice, [factor.id]: each.id })),
    ];
  });
  const bare = without(choice, faults);
  const bad =
    effect === 'accepts' && faults.length === 1 ? plainFaults[call].map((each) => ({ ...each, ...bare })) : [];
  const isKnown = (each: Choice): boolean =>
    Object.entries(each).every(([id, value]) =>
      factors[call]?.some((factor) => factor.id === id && factor.levels.some((level) => level.id === value)),
    );
  return [...bad, ...siblings]
    .filter((each) => isKnown(each) && isAllowed(call, each))
    .map((each) => withChoice(program, each));
}
