import { observations } from '../traits';
import type { Rule } from './types';

export const observedSuccess = {
  id: 'observed-success',
  title: 'What the evidence leaves open about a success is recorded.',
  evidence: ['C6a', 'T1a', 'T4'],
  observes: true,
  appliesTo: (reading, { case: { tags, expect } }) =>
    reading.succeeded && tags.includes('probe') && expect.outcome === 'accepted',
  check: (reading, context) => observations('observed-success', reading, context),
} as const satisfies Rule;
