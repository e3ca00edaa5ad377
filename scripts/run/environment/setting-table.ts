import { isGuid } from '../../lib/guid';
import { secretShape } from '../../lib/secret-shape';

/** Says what is wrong with a value, without quoting it; `undefined` if it is well formed. */
type Check = (value: string) => string | undefined;

export interface SettingInfo {
  readonly help: string;
  readonly secret: boolean;
  readonly check: Check;
}

const guid: Check = (value) => {
  if (isGuid(value)) return undefined;
  return /^["'{].*["'}]$/s.test(value) ? 'is in quotes or braces; remove them' : 'is not a GUID';
};

const oneWord: Check = (value) => {
  if (/^["'].*["']$/s.test(value)) return 'is in quotes; remove them';
  if (/[\t-\r ]/.test(value)) return 'contains a space or a line break';
  return /^[\x21-\x7e]+$/.test(value) ? undefined : 'contains characters other than ASCII, perhaps a byte order mark';
};

const token: Check = (value) =>
  /^bearer\s/i.test(value) ? 'starts with "Bearer"; give only the token' : oneWord(value);

/** Any word is accepted here, as the contract's negative cases need; what looks like a secret is not sent in clear. */
const publicKey: Check = (value) =>
  oneWord(value) ??
  (value.includes(':') ? 'contains a colon; give only the public key' : undefined) ??
  (secretShape(value) ? 'is not a public key: it looks like a private key or a token' : undefined);

const privateKey: Check = (value) =>
  oneWord(value) ??
  (/^[A-Za-z0-9+/]+={0,2}$/.test(value) && value.length % 4 === 0
    ? undefined
    : 'is not valid base64; copy the whole private key again');

const path: Check = (value) =>
  value.includes('-----BEGIN') ? 'contains a certificate or key instead of a path' : undefined;

const url: Check = (value) => (URL.canParse(value) ? undefined : 'is not a URL');

/** Every setting. Adding one takes one line here. */
export const settingTable = {
  IMBURSE_BASE_URL: {
    help: 'the base URL of the environment, such as https://sandbox-api.imbursepayments.com',
    secret: false,
    check: url,
  },
  IMBURSE_MANAGEMENT_TOKEN: { help: 'a management token', secret: true, check: token },
  IMBURSE_PUBLIC_KEY: { help: 'the public key of a Tenant API key', secret: false, check: publicKey },
  IMBURSE_PRIVATE_KEY: { help: 'the private key of a Tenant API key, in base64', secret: true, check: privateKey },
  IMBURSE_ACCOUNT_ID: { help: 'an account id, a GUID', secret: false, check: guid },
  IMBURSE_TENANT_ID: { help: 'a tenant id, a GUID', secret: false, check: guid },
  IMBURSE_EXPIRED_TOKEN: { help: 'an expired management token of the same tenant', secret: true, check: token },
  IMBURSE_NO_ROLE_TOKEN: { help: 'a management token of a key without the role', secret: true, check: token },
  IMBURSE_EXPIRED_PAYOUT_TOKEN: { help: 'an expired payout token of the same tenant', secret: true, check: token },
  IMBURSE_CLIENT_CERT: { help: 'the path of a client certificate in PEM', secret: false, check: path },
  IMBURSE_CLIENT_KEY: { help: 'the path of the key of the client certificate, in PEM', secret: false, check: path },
} as const satisfies Record<string, SettingInfo>;

export type SettingName = keyof typeof settingTable;
export const settingNames = Object.keys(settingTable) as SettingName[];
