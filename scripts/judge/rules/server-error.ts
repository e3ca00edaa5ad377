import { conformingText } from '../../contract/expectation';
import type { Rule } from './types';

/** 502, 503 and 504 are about the network, unless the target was seen to be up. */
export const serverError = {
  id: 'server-error',
  title: 'No request causes a server error.',
  evidence: ['E1f'],
  appliesTo: ({ status }, { targetIsUp, case: { expect } }) =>
    status >= 500 && !expect.status.includes(status) && (targetIsUp === true || status < 502 || status > 504),
  check: ({ status }, { case: { expect } }) => [
    {
      evidence: 'E1f',
      message: 'The server failed on this request.',
      where: 'status',
      expected: conformingText(expect),
      actual: String(status),
      unsafe: true,
    },
  ],
} as const satisfies Rule;
