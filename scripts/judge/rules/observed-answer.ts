import { observations } from '../traits';
import type { Rule } from './types';

export const observedAnswer = {
  id: 'observed-answer',
  title: 'The response to a request that the evidence leaves open is recorded.',
  evidence: ['C15a', 'H4a'],
  observes: true,
  appliesTo: (reading, { case: { expect } }) => expect.outcome === 'open' && (reading.succeeded || reading.refused),
  check: (reading, context) => observations('observed-answer', reading, context),
} as const satisfies Rule;
