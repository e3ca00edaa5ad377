import type { ApiCall } from '../../types';

/** The call that this project is for: a management token and three references in, a payout token out. */
export const payoutToken: ApiCall = {
  id: 'payout-token',
  title: 'Get a payout token',
  method: 'POST',
  path: '/v1/identity/payout',
  evidence: ['C1', 'C2', 'C3', 'C4', 'C5'],
  success: 'token',
  valid: {
    method: 'POST',
    path: '/v1/identity/payout',
    headers: [
      ['Authorization', 'Bearer {{managementToken}}'],
      ['Content-Type', 'application/json'],
    ],
    body: { text: '{"customerRef":"{{customerRef}}","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"}' },
  },
};
