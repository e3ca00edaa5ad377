import { callOf } from '../../contract/calls';
import type { DuplicateName } from '../../lib/json';
import type { JwsReading } from '../../lib/jws';
import { jwsProblem } from '../../lib/jws-header';
import type { Mismatch, Rule } from './types';

type TokenMismatch = Omit<Mismatch, 'where'>;

/**
 * Names that are there twice. RFC 7515 §4 and RFC 7519 §4 are about header parameters and claims; of what is inside a claim
 * they say nothing.
 *
 * @param own those of parameters and claims, and not those inside them
 */
function repeatedNames(duplicates: readonly DuplicateName[], own: boolean): TokenMismatch[] {
  const names = duplicates.filter(({ within }) => (within === '') === own).map(({ name }) => name);
  if (names.length === 0) return [];
  const message = own
    ? 'The token has a header parameter or claim twice: readers may take either value.'
    : 'An object in the token has a duplicate name: readers may take either value.';
  return [
    {
      ...(own ? { evidence: 'T6', kind: 'duplicate-name' } : { evidence: 'T9a', kind: 'duplicate-inner-name' }),
      message,
      expected: 'each name once',
      actual: `more than one: ${names.slice(0, 5).join(', ')}`,
    },
  ];
}

function formMismatches(token: JwsReading): TokenMismatch[] {
  if (!token.ok) {
    const message = `The token cannot be read: ${token.message}.`;
    return [{ evidence: 'T6', kind: `unreadable.${token.problem}`, message, expected: 'a compact JWS' }];
  }
  const { duplicates } = token.jws;
  const own = repeatedNames(duplicates, true);
  const problem = own.length > 0 ? undefined : jwsProblem(token.jws);
  const inHeader = problem && {
    evidence: 'T6' as const,
    ...{ kind: problem.kind, message: problem.message, actual: problem.actual },
    expected: `${problem.expected} (${problem.source})`,
  };
  return [...own, ...(inHeader ? [inHeader] : []), ...repeatedNames(duplicates, false)];
}

export const tokenForm = {
  id: 'token-form',
  title: 'The header and payload of the token are JSON objects, and it is signed.',
  evidence: ['T6', 'T9a'],
  appliesTo: (reading, { case: { call } }) =>
    reading.succeeded && callOf(call).success.issues !== undefined && reading.accessToken !== undefined,
  check: ({ token }) => formMismatches(token).map((each) => ({ ...each, where: '/accessToken' })),
} as const satisfies Rule;
