import type { ApiCall } from '../../types';
import { tokenBody } from '../payout-token/schemas';

/** The paths at which the exchange may be offered, in the order in which they are tried (H5). */
export const hmacPaths = ['/v1/identity/hmac', '/identity/v1/hmac/management'] as const;

/** The case that fetches the management token if none is configured. */
export const tokenCase = 'hmac.documented';

/** The exchange of an API key for a management token (H2, H5). */
export const managementToken: ApiCall<'management-token'> = {
  id: 'management-token',
  title: 'Get a management token',
  evidence: ['H5', 'H1', 'H2', 'H3', 'H4'],
  acceptance: ['H5', 'H2', 'H1'],
  valid: { method: 'POST', path: '{{hmacPath}}', headers: [['Authorization', 'Hmac {{hmac}}']] },
  success: {
    component: 'ManagementTokenIssued',
    description: 'The management token, in `accessToken`.',
    evidence: ['H5', 'C6', 'C6a', 'C13', 'T8'],
    status: [200, 201],
    exampleStatus: 201,
    body: tokenBody,
    issues: 'management',
  },
  operations: [
    {
      id: 'getManagementToken',
      path: hmacPaths[0],
      about: 'Exchanges a signed request for a management token, at the path given by the developer portal.',
    },
    {
      id: 'getManagementTokenAtDocsPath',
      path: hmacPaths[1],
      about: 'Exchanges a signed request for a management token, at the path given by the 2019-08 documentation.',
    },
  ],
  tag: { name: 'Management token', description: 'From a Tenant API key to a management token.' },
  security: 'hmac',
  parameters: ['CorrelationId'],
  refusals: { 404: 'NotOffered', 413: 'ContentTooLarge' },
};
