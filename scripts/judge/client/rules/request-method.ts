import { callOf } from '../../../contract/calls';
import { methodOf } from '../../../contract/model/method';
import type { ClientRule } from '../rule';

export const clientMethod = {
  id: 'client-method',
  title: 'The client uses the method of the call.',
  why: 'Another method is another request: the API refuses it with 404 or 405.',
  remedy: 'Send POST to the two token calls and GET to the payout options. Methods are written in upper case.',
  evidence: ['C1', 'C8', 'H5'],
  check({ reading: { call, method } }) {
    // Browsers ask with OPTIONS before a request to another origin; HEAD is GET without the body.
    if (call === undefined || method === methodOf(call) || method === 'OPTIONS') return [];
    if (method === 'HEAD' && methodOf(call) === 'GET') return [];
    const named = /^[A-Za-z]{1,10}$/.test(method) ? method : undefined;
    return [
      {
        evidence: callOf(call).evidence[0],
        kind: `${named ?? 'other'}.${methodOf(call)}`,
        message: `The client sends ${named ?? 'another method'} where ${methodOf(call)} is needed.`,
        where: 'method',
        expected: methodOf(call),
        actual: method,
      },
    ];
  },
} as const satisfies ClientRule;
