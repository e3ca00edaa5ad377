import { mismatchIf, type Rule } from './types';

export const challenge = {
  id: 'challenge',
  title: 'A 401 response has a WWW-Authenticate header.',
  evidence: ['E6'],
  appliesTo: ({ status }) => status === 401,
  check: (reading) =>
    mismatchIf(reading.header('www-authenticate') === undefined, {
      evidence: 'E6',
      kind: 'no-challenge',
      message: 'A 401 response does not say how to authenticate.',
      where: 'WWW-Authenticate',
      expected: 'a challenge',
      actual: 'no WWW-Authenticate',
    }),
} as const satisfies Rule;
