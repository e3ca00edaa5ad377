import type { ApiCall } from '../../types';

/** Where a payout token is used: the proof that an issued token works (C8). */
export const payoutOptions: ApiCall = {
  id: 'payout-options',
  title: 'Get the payout options',
  method: 'GET',
  path: '/v1/payout/options',
  evidence: ['C8'],
  success: 'options',
  valid: { method: 'GET', path: '/v1/payout/options', headers: [['Authorization', 'Bearer {{capturedToken}}']] },
};
