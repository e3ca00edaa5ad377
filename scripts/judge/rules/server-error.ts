import type { Rule } from './types';

/** 502, 503 and 504 speak of the way to the server, unless the target was seen to be up. */
export const serverError = {
  id: 'server-error',
  title: 'No input leads to a server error.',
  evidence: ['E1'],
  appliesTo: ({ status }, { targetIsUp }) => status >= 500 && (targetIsUp === true || status < 502 || status > 504),
  check: ({ status }, { case: { expect } }) => [
    {
      evidence: 'E1',
      message: 'The server failed on this request.',
      where: 'status',
      expected: expect.status.length > 0 ? expect.status.join(' or ') : 'below 500',
      actual: String(status),
      unsafe: true,
    },
  ],
} as const satisfies Rule;
