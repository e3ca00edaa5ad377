import type { DiagnosisTable } from './types';

const operator = "give the bundle (--bundle) to the target's operator";

/** What the target, or something before it, does wrong. */
export const targetDiagnoses = {
  'nonce-replayed': {
    title: 'The target says that it has seen this request before: something sends requests twice',
    evidence: ['H3'],
    blame: 'network',
    remedy:
      'look for a proxy that repeats requests, or for machines started from one snapshot; the nonce is fresh each time',
  },
  'exchange-not-offered': {
    title: 'This environment does not offer the HMAC exchange (404)',
    evidence: ['H5'],
    blame: 'target',
    remedy: 'check the base URL, also for a path too many; a dedicated host may have its own',
  },
  'call-not-offered': {
    title: 'This environment no longer offers the payout identity call (404)',
    evidence: ['C9', 'C1'],
    blame: 'target',
    remedy: 'check the base URL; if it is right, ask the operator which call has replaced it',
  },
  'options-not-offered': {
    title: 'This environment does not offer the payout options (404)',
    evidence: ['C8'],
    blame: 'target',
    remedy: operator,
  },
  'fetched-token-refused': {
    title: 'The target accepts the key pair, and refuses the management token that it issues for it',
    evidence: ['H5', 'C2'],
    blame: 'target',
    remedy: operator,
  },
  'payout-token-refused': {
    title: 'The target refuses the payout token that it has just issued',
    evidence: ['C8'],
    blame: 'target',
    remedy: operator,
  },
  'payout-token-broken': {
    title: 'The payout token is not what the contract promises',
    evidence: ['C5', 'C8'],
    blame: 'target',
    remedy: `your credentials were accepted: ${operator}`,
  },
  'answer-unexpected': {
    title: 'The target answers something that the contract does not know',
    evidence: ['E1'],
    blame: 'target',
    remedy: `check the base URL; then ${operator}`,
  },
} as const satisfies DiagnosisTable;
