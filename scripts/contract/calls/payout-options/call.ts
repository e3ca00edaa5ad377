import type { ApiCall } from '../../types';
import { optionsBody } from './schemas';

/** The call that uses a payout token: it shows that an issued token works (C8). */
export const payoutOptions: ApiCall<'payout-options'> = {
  id: 'payout-options',
  title: 'Get the payout options',
  evidence: ['C8', 'C7'],
  acceptance: ['C8'],
  valid: { method: 'GET', path: '/v1/payout/options', headers: [['Authorization', 'Bearer {{capturedToken}}']] },
  success: {
    component: 'PayoutOptions',
    description: 'The ways in which the customer can be paid.',
    evidence: ['C8', 'C6', 'C13'],
    status: [200, 201],
    exampleStatus: 200,
    body: optionsBody,
  },
  operations: [
    {
      id: 'getPayoutOptions',
      path: '/v1/payout/options',
      about: 'Returns the ways in which the customer of the payout token can be paid.',
    },
  ],
  tag: { name: 'Payout options', description: 'Where a payout token is used.' },
  security: 'payoutToken',
  parameters: ['CorrelationId'],
  refusals: {},
};
