import { blaming, copyAgain } from './diagnosis';

/** A clock that breaks valid credentials. */
export const clockDiagnoses = blaming('clock', {
  'clock-slow': {
    title: "This machine's clock is slow",
    evidence: ['H4'],
    remedy: 'set the clock (NTP): a request with a timestamp older than 5 minutes is rejected',
  },
  'clock-doubted': {
    title: "The target refuses the time of the request; this machine's clock is probably wrong",
    evidence: ['H4'],
    remedy: 'set the clock (NTP), and compare it with another one; then run this again',
  },
  'clock-fast': {
    title: "This machine's clock is fast",
    evidence: ['H4', 'H4a'],
    remedy: 'set the clock (NTP): a request with a timestamp in the future may be rejected',
  },
});

/** Credentials that the target itself refuses. */
export const credentialsDiagnoses = blaming('credentials', {
  'key-refused': {
    title: 'The target does not accept this key pair',
    evidence: ['H1', 'H2', 'C11'],
    remedy:
      'check that both keys belong to one Tenant API key of this environment and that it is not revoked, copy the private key again, or create a new key',
  },
  'private-key-too-short': {
    title: 'The target does not accept this key pair, and the private key is unusually short: it may be cut short',
    evidence: ['H1', 'H2'],
    remedy: copyAgain,
  },
  'public-key-is-owner': {
    title:
      'The target does not accept this key pair, and the public key is the same as the account or tenant id: one was copied twice',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PUBLIC_KEY to the public key of the Tenant API key',
  },
  'key-revoked': {
    title: 'The target says the key is revoked, disabled or expired',
    evidence: ['H1'],
    remedy: "create a new Tenant API key in this environment's portal",
  },
  'key-of-other-environment': {
    title: 'The key belongs to another environment',
    evidence: ['C11'],
    remedy: "use a key from this environment, or set --target to the key's own environment",
  },
  'account-key': {
    title: 'The key is an Account key; the payout call needs a Tenant API key',
    evidence: ['H1', 'C2'],
    remedy: 'create a key in the tenant, not in the account, and use it',
  },
  'role-missing': {
    title: 'The key lacks a role that the payout call needs',
    evidence: ['H7', 'E1c'],
    remedy: 'give the key a role that allows payouts, then run this again',
  },
  'tenant-required': {
    title: 'The target asks for the tenant id (IMBURSE_TENANT_ID)',
    evidence: ['C12'],
    remedy:
      'set IMBURSE_TENANT_ID and IMBURSE_ACCOUNT_ID to the ids of your tenant and account; they are sent with each request',
  },
  'account-required': {
    title: 'The target asks for the account id (IMBURSE_ACCOUNT_ID)',
    evidence: ['C12'],
    remedy:
      'set IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID to the ids of your account and tenant; they are sent with each request',
  },
  'owner-unknown': {
    title: 'The target does not know the account or tenant id',
    evidence: ['C11', 'C12'],
    remedy:
      "compare IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID with this environment's portal; if they are not set, check that the key belongs to this environment",
  },
  'owner-disabled': {
    title: 'The target says the account, tenant or user is disabled',
    evidence: ['H1'],
    remedy: 'ask the operator of the target to enable it; new keys would not help',
  },
  'tenant-differs': {
    title: 'The token belongs to another account or tenant than the one in your settings',
    evidence: ['C12', 'H1'],
    remedy: "compare IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID with the token's claims shown in the steps",
  },
  'management-token-expired': {
    title: 'The management token has expired',
    evidence: ['C7', 'E1b'],
    remedy: 'get a new token, or set the key pair instead of IMBURSE_MANAGEMENT_TOKEN to fetch one each time',
  },
  'management-token-not-yet-valid': {
    title: 'The management token is not valid yet',
    evidence: ['C2', 'T7'],
    remedy: 'wait until it is, check the clock of what issued it, or set the key pair instead to fetch one each time',
  },
  'management-token-ends-soon': {
    title: 'The management token expires within five minutes',
    evidence: ['C7'],
    remedy: 'get a new token before a longer run, or set the key pair instead',
  },
  'payout-token-given': {
    title: 'IMBURSE_MANAGEMENT_TOKEN is a payout token, not a management token',
    evidence: ['C2'],
    remedy: 'set the token that the HMAC exchange issues, or the key pair',
  },
  'management-token-refused': {
    title: 'The target does not accept this management token',
    evidence: ['C2', 'C11'],
    remedy:
      'get a new token, or set the key pair instead; this one may be revoked, altered or from another environment',
  },
});
