import type { Rule } from './types';

export const observedAnswer = {
  id: 'observed-answer',
  title: 'What happens to a request that the evidence leaves open is recorded.',
  evidence: ['C15a', 'H4a'],
  appliesTo: (reading, { case: { expect } }) =>
    expect.outcome === 'observed' && reading.status < 500 && reading.status !== 429,
  check: (reading, { case: { expect } }) => [
    {
      evidence: expect.evidence,
      message: 'Answer to a request of which nothing is promised.',
      where: 'status',
      actual: `${reading.status}, ${reading.succeeded ? 'accepted' : 'refused'}`,
    },
  ],
} as const satisfies Rule;
