import { callOf } from '../../contract/calls';
import { mustRefuse, tokenRow } from '../../contract/expectation';
import { halfCharacter } from '../../contract/model/references';
import { type ReferenceName, referenceNames } from '../../contract/types';
import { base64urlDecode } from '../../lib/base64url';
import { exactNumber, numbersIn } from '../../lib/exact-number';
import {
  type DuplicateName,
  isJsonObject,
  type Leaf,
  outerSources,
  sameJson,
  stringsIn,
  valuesIn,
} from '../../lib/json';
import type { Reading } from './reading';
import type { Mismatch, Rule } from './types';

/** A reference as it was sent, of any JSON type. */
interface GivenReference {
  readonly name: ReferenceName;
  readonly value: unknown;
  /** Its JSON text. */
  readonly source: string;
}

interface GivenText extends GivenReference {
  readonly value: string;
}

/** Whether a request has a reference twice, or in other spellings too: readers that ignore case take any of them (C15a). */
const isAmbiguous = (reference: ReferenceName, body: object, duplicates: readonly DuplicateName[]): boolean =>
  duplicates.some(({ within, name }) => within === '' && name === reference) ||
  Object.keys(body).some((name) => name !== reference && name.toLowerCase() === reference.toLowerCase());

/** The references that were sent, without those that may be read in several ways. */
function referencesIn({ request, exchange }: Reading): GivenReference[] {
  if (!request.ok || !isJsonObject(request.value)) return [];
  const body = request.value;
  return referenceNames.flatMap((name) => {
    const value = body[name];
    const isSent = value !== undefined && value !== null && value !== '';
    if (!isSent || isAmbiguous(name, body, request.duplicates)) return [];
    // JavaScript reads a number with 16 digits at most.
    const source =
      typeof value === 'number' ? outerSources(exchange.request.body ?? '').find(([each]) => each === name) : undefined;
    return [{ name, value, source: source?.[1].trim() ?? JSON.stringify(value) }];
  });
}

/** In place of bytes that are not UTF-8. */
const replacement = '\ufffd';

/** What was sent as other bytes than UTF-8 has no text of its own. */
const isText = (each: GivenReference): each is GivenText =>
  typeof each.value === 'string' && !each.value.includes(replacement);

/** A number is held with all its digits, as text or as a number. */
function isNumberHeld(source: string, { accessToken = '' }: Reading, claims: readonly Leaf<string>[]): boolean {
  const sent = exactNumber(source);
  const numbers = numbersIn(base64urlDecode(accessToken.split('.')[1] ?? '') ?? '');
  return [...claims.map(({ value }) => value), ...numbers].some((claim) => exactNumber(claim) === sent);
}

/** Bytes that are not UTF-8 may be replaced by any text, but not dropped. */
function isReplacedText(claim: string, value: string): boolean {
  let at = 0;
  const parts = value.split(/\ufffd+/);
  const fits = parts.every((part, index) => {
    // Something stands between each two parts.
    const from = index === 0 ? 0 : claim.indexOf(part, at + 1);
    const isHere = index === 0 ? claim.startsWith(part) : from > at;
    at = from + part.length;
    return isHere;
  });
  return fits && claim.endsWith(parts.at(-1)!);
}

/**
 * Whether a reference that is not plain text is held. A boolean may be held as text too; an array or object is only held
 * as it was sent.
 */
function isHeld({ value, source }: GivenReference, reading: Reading, claims: readonly Leaf<string>[]): boolean {
  if (typeof value === 'number') return isNumberHeld(source, reading, claims);
  if (typeof value === 'string') return claims.some((claim) => isReplacedText(claim.value, value));
  const written = JSON.stringify(value);
  for (const { value: claim } of valuesIn(reading.claims)) if (claim === written || sameJson(claim, value)) return true;
  return false;
}

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
    for (const each of references)
      if (!isText(each) && !isHeld(each, reading, claims))
        mismatches.push(notHeld(each.name, each.source.slice(0, 400)));
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
