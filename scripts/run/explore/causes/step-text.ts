import type { CallId } from '../../../contract/model';
import { type ChosenLevel, deviationsOf } from '../../../contract/model/factors/compose';
import { callTitles, nonceTitles, relationTitles, type Step } from '../program';

/** A level in words, as a condition: "with a trailing slash", "where customerRef is null". */
export const levelTitle = ({ level }: ChosenLevel): string => level.title;

/** Levels in words, as conditions. */
export const titlesOf = (levels: readonly ChosenLevel[]): string => levels.map(levelTitle).join(', ');

/** The valid request of each call. */
export const validRequest: Readonly<Record<CallId, string>> = {
  'payout-token': 'a valid request',
  'payout-options': 'a valid request for the payout options',
  'management-token': 'a valid HMAC exchange',
};

/** Describes one request of a step. */
export function requestText({ call, choice }: Step): string {
  const levels = deviationsOf(call, choice);
  if (levels.length === 0) return validRequest[call];
  const kind = call === 'payout-token' ? 'a request' : `a request ${callTitles[call]}`;
  return `${kind} ${titlesOf(levels)}`;
}

/** Describes how often a step is sent, and how its requests are related. */
export function repeatText({ call, count, together, relation, newConnection }: Step): string {
  const words = [
    ...(count === 1 ? [] : [`${count} times${together ? ' at once' : ''}`]),
    ...(relation === undefined ? [] : [(call === 'management-token' ? nonceTitles : relationTitles)[relation] ?? '']),
    ...(newConnection ? ['on new connections'] : []),
  ];
  return words.join(', ');
}
