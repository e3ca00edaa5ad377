import { callOf } from '../../../contract/calls';
import { referenceNames } from '../../../contract/types';
import { isJsonObject, stringsIn } from '../../../lib/json';
import { isToken } from '../authorization';
import { type ClientReading, claimsOf } from '../reading';
import type { ClientRule } from '../rule';
import type { ClientMismatch } from '../types';

/** The references in a request that carries a payout token: in its query or its body. */
function referencesIn({ exchange: { request }, object }: ClientReading): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of request.url.split('?').slice(1).join('?').replace(/#.*$/s, '').split('&')) {
    const [name = '', value = ''] = pair.split('=');
    const reference = referenceNames.find((each) => each.toLowerCase() === name.toLowerCase());
    if (reference && value !== '') found.set(reference, plain(value));
  }
  for (const name of referenceNames) {
    const value = object?.[name];
    if (typeof value === 'string' && value !== '') found.set(name, value);
  }
  return found;
}

function plain(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

export const clientTokenReferences = {
  id: 'client-token-references',
  title: 'The client sends the references of a customer with the token of that customer.',
  why: 'A payout token is for one customer, order and instruction. With the references of another customer, someone may see or take a payout that is not theirs.',
  remedy:
    'Keep each payout token with the references that it was issued for, and never in a place that several users share.',
  evidence: ['C8'],
  check({ reading, history }): ClientMismatch[] {
    const { token, security } = reading;
    if (security === undefined || security === 'hmac' || token === undefined || !isToken(token)) return [];
    const seen = history.token(token);
    const claims = claimsOf(token);
    const isPayout =
      (seen?.issuedBy && callOf(seen.issuedBy).success.issues === 'payout') || claims?.aud === 'payout-api';
    if (!isPayout) return [];
    const held = new Set([...stringsIn(isJsonObject(claims) ? claims : {})].map(({ value }) => value));
    return [...referencesIn(reading)].flatMap(([name, value]): ClientMismatch[] => {
      const own = seen?.references?.[name];
      if (own === undefined ? held.has(value) || held.size === 0 : own === value) return [];
      return [
        {
          evidence: 'C8',
          kind: 'other-customer',
          message: `The client sends the ${name} of one customer with the token of another.`,
          where: name,
          expected: own === undefined ? 'a value that the token holds' : JSON.stringify(own),
          actual: JSON.stringify(value),
        },
      ];
    });
  },
} as const satisfies ClientRule;
