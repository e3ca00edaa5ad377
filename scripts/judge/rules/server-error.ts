import { answerText } from '../../contract/expectation';
import { transientStatuses } from '../../contract/transient-statuses';
import type { Rule } from './types';

/** Transient statuses are about the network, unless the target was seen to be up. */
export const serverError = {
  id: 'server-error',
  title: 'No request causes a server error.',
  evidence: ['E1f'],
  appliesTo: ({ status, transient }, { targetIsUp, case: { expect } }) =>
    status >= 500 &&
    !expect.status.includes(status) &&
    (!transient || (targetIsUp === true && transientStatuses[status]?.mayBeTheRequest === true)),
  check: ({ status }, { case: { expect } }) => [
    {
      evidence: 'E1f',
      kind: 'status',
      message: 'The server failed on this request.',
      where: 'status',
      expected: answerText(expect),
      actual: String(status),
      unsafe: true,
    },
  ],
} as const satisfies Rule;
