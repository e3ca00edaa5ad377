import type { ApiCall } from '../../types';

/** Where the exchange may be offered, in the order in which it is tried (H5). */
export const hmacPaths = ['/v1/identity/hmac', '/identity/v1/hmac/management'] as const;

/** The case that fetches the management token where none is configured. */
export const tokenCase = 'hmac.documented';

/** The exchange of an API key for a management token (H2, H5). */
export const managementToken: ApiCall = {
  id: 'management-token',
  title: 'Get a management token',
  method: 'POST',
  path: hmacPaths[0],
  evidence: ['H1', 'H2', 'H5'],
  success: 'token',
  valid: { method: 'POST', path: '{{hmacPath}}', headers: [['Authorization', 'Hmac {{hmac}}']] },
};
