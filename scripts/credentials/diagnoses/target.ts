import { blaming, sendBundle } from './diagnosis';

const later = 'wait and run the same command again; this says nothing about your credentials';

/** What the target does wrong. */
export const targetDiagnoses = blaming('target', {
  'rate-limited': {
    title: 'The target is limiting requests (429)',
    evidence: ['E1e'],
    remedy: later,
  },
  'retry-after-too-long': {
    title: 'The target asks to wait longer than --max-duration (429)',
    evidence: ['E1e'],
    remedy:
      'wait as long as Retry-After says, then run the same command again; this says nothing about your credentials',
  },
  'server-error': {
    title: 'The target, or a gateway before it, reported an error of its own (5xx, 408 or 425)',
    evidence: ['E1f'],
    remedy: later,
  },
  'exchange-not-offered': {
    title: 'This environment does not offer the HMAC exchange',
    evidence: ['H5'],
    remedy:
      'check the base URL: it may contain a path that does not belong there, or the environment may have its own host',
  },
  'body-not-decoded': {
    title: 'The body of the response has a content encoding that cannot be decoded',
    evidence: ['C13'],
    remedy: `look for a proxy or gateway that compresses; if there is none, ${sendBundle}`,
  },
  'call-not-offered': {
    title: 'This environment does not offer the payout identity call',
    evidence: ['C9', 'C1'],
    remedy: 'check the base URL; if it is right, ask the operator which call replaced it',
  },
  'certificate-ends-soon': {
    title: "The target's certificate expires within two weeks",
    remedy: 'tell the operator of the host',
  },
  'options-not-offered': {
    title: 'This environment does not offer the payout options',
    evidence: ['C8'],
    remedy: sendBundle,
  },
  'fetched-token-refused': {
    title: 'The target accepts the key pair, but refuses the management token that it issued for it',
    evidence: ['H5', 'C2'],
    remedy: sendBundle,
  },
  'payout-token-refused': {
    title: 'The target refuses the payout token that it has just issued',
    evidence: ['C8'],
    remedy: sendBundle,
  },
  'payout-token-broken': {
    title: 'The payout token breaks the contract',
    evidence: ['C5', 'C8'],
    remedy: `your credentials were accepted; ${sendBundle}`,
  },
  'answer-unexpected': {
    title: 'The target sent a response that the contract does not describe',
    evidence: ['E1'],
    remedy: `check the base URL, then ${sendBundle}`,
  },
});
