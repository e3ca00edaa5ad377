import type { DiagnosisTable } from './types';

const copyAgain = 'copy the private key once more, whole, with nothing before or after it';

/** A clock that breaks valid credentials. */
export const clockDiagnoses = {
  'clock-slow': {
    title: "This machine's clock is slow",
    evidence: ['H4'],
    blame: 'clock',
    remedy: 'set the clock (NTP): a request that is older than 5 minutes by its timestamp is rejected',
  },
  'clock-fast': {
    title: "This machine's clock is fast",
    evidence: ['H4', 'H4a'],
    blame: 'clock',
    remedy:
      'set the clock (NTP): requests are rejected at 5 minutes of age, and whether a time in the future is taken is open',
  },
} as const satisfies DiagnosisTable;

/** What the target holds against the credentials. */
export const credentialDiagnoses = {
  'key-refused': {
    title: 'The target does not accept this key pair',
    evidence: ['H1', 'H2', 'C11'],
    blame: 'credentials',
    remedy:
      'check that both halves belong to one Tenant API key of this very environment, that it has not been revoked, and copy the private key once more; else make a new key',
  },
  'private-key-too-short': {
    title: 'The target does not accept this key pair, and the private key is shorter than keys are: perhaps cut short',
    evidence: ['H1', 'H2'],
    blame: 'credentials',
    remedy: copyAgain,
  },
  'key-revoked': {
    title: 'The key has been revoked or disabled, says the target',
    evidence: ['H1'],
    blame: 'credentials',
    remedy: 'make a new Tenant API key in the portal of this environment',
  },
  'key-of-other-environment': {
    title: 'The key belongs to another environment',
    evidence: ['C11'],
    blame: 'credentials',
    remedy: 'use a key made in this environment, or point --target at the one that the key is of',
  },
  'account-key': {
    title: 'The key is an Account key; the payout call needs a Tenant API key',
    evidence: ['H1', 'C2'],
    blame: 'credentials',
    remedy: 'make a key in the tenant, not in the account, and use that',
  },
  'role-missing': {
    title: 'The key lacks a role that the payout call needs (403)',
    evidence: ['H7', 'E1c'],
    blame: 'credentials',
    remedy: 'give the key a role that may do payouts, then run this again',
  },
  'tenant-differs': {
    title: 'The token belongs to another account or tenant than the settings name',
    evidence: ['C12', 'H1'],
    blame: 'credentials',
    remedy: 'compare IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID with the claims below',
  },
  'management-token-expired': {
    title: 'The management token has expired',
    evidence: ['C7', 'E1b'],
    blame: 'credentials',
    remedy: 'get a new one, or set the key pair in place of IMBURSE_MANAGEMENT_TOKEN and it is fetched each time',
  },
  'management-token-ends-soon': {
    title: 'The management token ends within five minutes',
    evidence: ['C7'],
    blame: 'credentials',
    remedy: 'get a new one before a longer run, or set the key pair in place of it',
  },
  'payout-token-given': {
    title: 'IMBURSE_MANAGEMENT_TOKEN is a payout token, not a management token',
    evidence: ['C2'],
    blame: 'credentials',
    remedy: 'set the token that the HMAC exchange issues, or the key pair',
  },
  'management-token-refused': {
    title: 'The target does not accept this management token',
    evidence: ['C2', 'C11'],
    blame: 'credentials',
    remedy: 'it may be of another environment, revoked or changed: get a new one, or set the key pair in place of it',
  },
} as const satisfies DiagnosisTable;
