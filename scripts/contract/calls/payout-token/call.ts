import type { ApiCall } from '../../types';
import { requestBody, tokenBody } from './schemas';

/** The id of the case that sends the request of the documentation. */
export const documentedCase = 'accept.documented';

/** The call that this project is for: a management token and three references in, a payout token out. */
export const payoutToken: ApiCall<'payout-token'> = {
  id: 'payout-token',
  title: 'Get a payout token',
  evidence: ['C1', 'C2', 'C3', 'C4', 'C5', 'C7', 'C8', 'C9'],
  acceptance: ['C4', 'C1', 'C2', 'C3'],
  valid: {
    method: 'POST',
    path: '/v1/identity/payout',
    headers: [
      ['Authorization', 'Bearer {{managementToken}}'],
      ['Content-Type', 'application/json'],
    ],
    body: { text: '{"customerRef":"{{customerRef}}","orderRef":"{{orderRef}}","instructionRef":"{{instructionRef}}"}' },
  },
  success: {
    component: 'PayoutTokenIssued',
    description: 'The payout token, in `accessToken`.',
    evidence: ['C5', 'C6', 'C6a', 'C8', 'C13', 'T8'],
    status: [200, 201],
    exampleStatus: 201,
    body: tokenBody,
    issues: 'payout',
    tokenHoldsReferences: true,
  },
  notOffered: 'C9',
  operations: [
    { id: 'getPayoutToken', path: '/v1/identity/payout', about: 'Issues a payout token for three references.' },
  ],
  tag: { name: 'Payout token', description: 'From a management token to a payout token.' },
  security: 'managementToken',
  parameters: ['CorrelationId', 'AccountId', 'TenantId'],
  requestBody,
  refusals: {
    400: 'RefusedInput',
    404: 'NotOffered',
    405: 'MethodNotAllowed',
    413: 'ContentTooLarge',
    415: 'UnsupportedMediaType',
  },
};
