import type { Credentials } from '../../contract/derive';
import type { Settings } from './settings';

/** What of the settings a run signs and asks with. */
export const credentialsOf = (settings: Settings): Omit<Credentials, 'hmacPath'> => ({
  managementToken: settings.IMBURSE_MANAGEMENT_TOKEN?.value,
  publicKey: settings.IMBURSE_PUBLIC_KEY?.value,
  privateKey: settings.IMBURSE_PRIVATE_KEY?.value,
  expiredToken: settings.IMBURSE_EXPIRED_TOKEN?.value,
  accountId: settings.IMBURSE_ACCOUNT_ID?.value,
  tenantId: settings.IMBURSE_TENANT_ID?.value,
});
