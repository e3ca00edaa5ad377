import { callOf } from '../../contract/calls';
import { type ReferenceName, referenceNames } from '../../contract/types';
import { isJsonObject, stringsIn } from '../../lib/json';
import type { Reading } from './reading';
import type { Mismatch, Rule } from './types';

type Sent = { readonly name: ReferenceName; readonly value: string };

/** The references that were sent, without those that appear twice in the request. */
function sentReferences({ request }: Reading): Sent[] {
  if (!request.ok || !isJsonObject(request.value)) return [];
  const body = request.value;
  return referenceNames.flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' && value !== '' && !request.duplicates.includes(name) ? [{ name, value }] : [];
  });
}

/** The reference that a claim is named after: the innermost name that mentions exactly one counts. */
function namedReference(path: readonly string[]): ReferenceName | undefined {
  for (const name of [...path].reverse()) {
    const named = referenceNames.filter((reference) => name.toLowerCase().includes(reference.replace('Ref', '')));
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  }
  return undefined;
}

export const tokenReferences = {
  id: 'token-references',
  title: 'The payout token holds the three references of its request.',
  evidence: ['C8'],
  appliesTo: (reading, { case: { expect, call } }) =>
    reading.succeeded &&
    expect.outcome !== 'refused' &&
    callOf(call).success.tokenHoldsReferences === true &&
    reading.claims !== undefined,
  check(reading) {
    const sent = sentReferences(reading);
    const claims = [...stringsIn(reading.claims)];
    const mismatches: Mismatch[] = [];
    for (const { name, value } of sent) {
      if (!claims.some((claim) => claim.value === value)) {
        mismatches.push({
          evidence: 'C8',
          message: `No claim of the token holds the ${name} of the request.`,
          where: 'claims',
          expected: JSON.stringify(value),
          actual:
            claims
              .map((claim) => `${claim.path.join('.')}=${JSON.stringify(claim.value)}`)
              .join(', ')
              .slice(0, 400) || 'no claims with a string value',
        });
      }
    }
    for (const { path, value } of claims) {
      const named = sent.find(({ name }) => name === namedReference(path));
      const other = sent.find((reference) => reference.value === value);
      // A value of one or two characters is often something else.
      if (named && other && named.value !== value && value.length > 2) {
        mismatches.push({
          evidence: 'C8',
          message: `A claim named after the ${named.name} holds the ${other.name}.`,
          where: path.join('.'),
          expected: JSON.stringify(named.value),
          actual: JSON.stringify(value),
        });
      }
    }
    return mismatches;
  },
} as const satisfies Rule;
