import { mayRefuse } from '../../contract/expectation';
import { observations } from '../traits';
import type { Rule } from './types';

export const observedEnvelope = {
  id: 'observed-envelope',
  title: 'Which of the two error bodies the server uses is recorded.',
  evidence: ['E4a'],
  observes: true,
  appliesTo: ({ status, object }, { case: { tags, expect } }) =>
    status === 400 && mayRefuse(expect) && tags.includes('probe') && object !== undefined,
  check: (reading, context) => observations('observed-envelope', reading, context),
} as const satisfies Rule;
