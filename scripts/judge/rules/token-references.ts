import { callOf } from '../../contract/calls';
import { mustRefuse, tokenRow } from '../../contract/expectation';
import { halfCharacter } from '../../contract/model/references';
import { type ReferenceName, referenceNames } from '../../contract/types';
import { type DuplicateName, isJsonObject, type Leaf, sameJson, stringsIn, valuesIn } from '../../lib/json';
import type { Reading } from './reading';
import type { Mismatch, Rule } from './types';

type SentReference = { readonly name: ReferenceName; readonly value: string };

/** Whether a request has a reference twice, or in other spellings too: readers that ignore case take any of them (C15a). */
const isAmbiguous = (reference: ReferenceName, body: object, duplicates: readonly DuplicateName[]): boolean =>
  duplicates.some(({ under, name }) => under === reference && name === reference) ||
  Object.keys(body).some((name) => name !== reference && name.toLowerCase() === reference.toLowerCase());

/** The references that were sent, as any JSON type, without those that may be read in several ways. */
function referencesIn({ request }: Reading): { readonly name: ReferenceName; readonly value: unknown }[] {
  if (!request.ok || !isJsonObject(request.value)) return [];
  const body = request.value;
  return referenceNames.flatMap((name) => {
    const value = body[name];
    const isSent = value !== undefined && value !== null && value !== '';
    return isSent && !isAmbiguous(name, body, request.duplicates) ? [{ name, value }] : [];
  });
}

/** What was sent as other bytes than UTF-8 has no value of its own. */
const isText = (each: { readonly name: ReferenceName; readonly value: unknown }): each is SentReference =>
  typeof each.value === 'string' && !each.value.includes('\ufffd');

/** A number or boolean may be held as text too; an array or object is only held as it was sent. */
const isHeld = (value: unknown, claims: unknown): boolean => {
  const written = JSON.stringify(value);
  for (const { value: claim } of valuesIn(claims)) if (claim === written || sameJson(claim, value)) return true;
  return false;
};

/** The references that the request lacks: absent, `null` or empty. None if its body is not a JSON object. */
function lackingReferences({ request }: Reading): ReferenceName[] {
  if (!request.ok || !isJsonObject(request.value)) return [];
  const body = request.value;
  return referenceNames.filter((name) => body[name] === undefined || body[name] === null || body[name] === '');
}

/** UTF-8 cannot hold half a character: writers replace it. */
const sameText = (claim: string, value: string): boolean =>
  claim === value || claim === value.replace(new RegExp(halfCharacter, 'g'), '\ufffd');

/** The reference that a claim is named after: the innermost name that mentions exactly one counts. */
function namedReference(path: readonly string[]): ReferenceName | undefined {
  for (const name of [...path].reverse()) {
    const named = referenceNames.filter((reference) => name.toLowerCase().includes(reference.replace('Ref', '')));
    if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  }
  return undefined;
}

const shownClaims = (claims: readonly Leaf<string>[]): string =>
  claims
    .map((claim) => `${claim.path.join('.')}=${JSON.stringify(claim.value)}`)
    .join(', ')
    .slice(0, 400) || 'no claims with a string value';

export const tokenReferences = {
  id: 'token-references',
  title: 'The payout token holds the three references of its request.',
  evidence: ['C8'],
  // A token that should not have been issued has to hold what was sent as well.
  appliesTo: (reading, { case: { call } }) =>
    reading.succeeded && callOf(call).success.tokenHoldsReferences === true && reading.claims !== undefined,
  check(reading, { case: { expect } }) {
    const references = referencesIn(reading);
    const sent = references.filter(isText);
    const claims = [...stringsIn(reading.claims)];
    const mismatches: Mismatch[] = [];
    // Where a token breaks C8 in any case, the rule refusal-token reports it.
    const lacking = mustRefuse(expect) && tokenRow(expect) !== 'C8' ? lackingReferences(reading) : [];
    for (const name of lacking) {
      mismatches.push({
        evidence: 'C8',
        kind: `issued-without.${name}`,
        message: `A token was issued for a request that lacks the ${name}.`,
        where: 'claims',
        expected: 'no token',
        actual: 'a token',
      });
    }
    const notHeld = (name: ReferenceName, expected: string): Mismatch => ({
      evidence: 'C8',
      kind: `not-held.${name}`,
      message: `No claim of the token holds the ${name} of the request.`,
      where: 'claims',
      expected,
      actual: shownClaims(claims),
    });
    for (const { name, value } of references)
      if (typeof value !== 'string' && !isHeld(value, reading.claims))
        mismatches.push(notHeld(name, JSON.stringify(value).slice(0, 400)));
    for (const [index, { name, value }] of sent.entries()) {
      const before = sent.slice(0, index).filter((each) => each.value === value).length;
      // Each reference has a claim of its own, also if two are equal.
      if (claims.filter((claim) => sameText(claim.value, value)).length <= before)
        mismatches.push(notHeld(name, JSON.stringify(value)));
    }
    for (const { path, value } of claims) {
      const named = sent.find(({ name }) => name === namedReference(path));
      const other = sent.find((reference) => reference.value === value);
      // A value of one or two characters is often something else.
      if (named && other && named.value !== value && value.length > 2) {
        mismatches.push({
          evidence: 'C8',
          kind: `swapped.${named.name}.${other.name}`,
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
