import { mismatchIf, type Rule } from './types';

export const allow = {
  id: 'allow',
  title: 'A 405 response has an Allow header.',
  evidence: ['C14a'],
  appliesTo: ({ status }) => status === 405,
  check: (reading) =>
    mismatchIf(reading.header('allow') === undefined, {
      evidence: 'C14a',
      kind: 'no-allow',
      message: 'A 405 response does not say which methods are allowed.',
      where: 'Allow',
      expected: 'POST',
      actual: 'no Allow',
    }),
} as const satisfies Rule;
