import type { EvidenceId } from '../contract/evidence';

/** What is at fault. Only the API's own answer blames credentials: never a 429, a 5xx or an HTML page. */
export type Blame = 'credentials' | 'clock' | 'network' | 'target' | 'settings';

export interface Diagnosis {
  /** The cause in one sentence. It is true whenever the code is given. */
  readonly title: string;
  readonly evidence: readonly EvidenceId[];
  readonly blame: Blame;
  /** What to do next. */
  readonly remedy: string;
}

const copyAgain = 'copy the whole private key again, with nothing before or after it';
const later = 'wait and run the same command again; this says nothing about your credentials';
const sendBundle = "run the command with --bundle FILE and send the file to the target's operator";

type Row = Pick<Diagnosis, 'title' | 'remedy'> & Partial<Pick<Diagnosis, 'evidence'>>;

/** Diagnoses that blame the same thing. */
function blaming<Code extends string>(blame: Blame, rows: Readonly<Record<Code, Row>>): Record<Code, Diagnosis> {
  const entries = Object.entries<Row>(rows).map(([code, row]) => [code, { evidence: [], ...row, blame }]);
  return Object.fromEntries(entries);
}

/** Settings, checked before anything is sent. */
const settings = blaming('settings', {
  'credentials-missing': {
    title: 'No credentials are set',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY (or IMBURSE_PRIVATE_KEY_FILE), or IMBURSE_MANAGEMENT_TOKEN',
  },
  'key-pair-incomplete': {
    title: 'Only one half of the key pair is set',
    evidence: ['H1'],
    remedy: 'set both IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY, from the same Tenant API key',
  },
  'setting-malformed': {
    title: 'A setting is malformed',
    remedy: 'correct the setting named above',
  },
  'setting-placeholder': {
    title: 'A setting contains a placeholder instead of a value',
    remedy: 'replace it with the value from the portal, or remove the setting',
  },
  'env-line-not-understood': {
    title: 'A line of .env is not understood',
    remedy: 'correct the line named above: one NAME=value in each line',
  },
  'private-key-exposed': {
    title: 'The private key is also set where it would be sent in clear; nothing was sent',
    evidence: ['H1'],
    remedy: 'remove it from the setting named above, and keep it in IMBURSE_PRIVATE_KEY alone',
  },
  'private-key-encoded-twice': {
    title: 'The private key is encoded in base64 twice',
    evidence: ['H1', 'H2'],
    remedy: 'decode it once (base64 -d), or copy it again from the portal',
  },
  'keys-swapped': {
    title: 'The public key and the private key are swapped',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PUBLIC_KEY to the GUID and IMBURSE_PRIVATE_KEY to the base64 text',
  },
  'public-key-malformed': {
    title: 'The public key is malformed',
    evidence: ['H1'],
    remedy: 'copy the public key again: it is a GUID',
  },
  'private-key-quoted': {
    title: 'The private key is in quotes',
    evidence: ['H1'],
    remedy: 'remove the quotes; they are read as part of the key',
  },
  'private-key-line-break': {
    title: 'The private key contains a line break',
    evidence: ['H1'],
    remedy: copyAgain,
  },
  'private-key-white-space': {
    title: 'The private key contains white space',
    evidence: ['H1'],
    remedy: copyAgain,
  },
  'private-key-byte-order-mark': {
    title: 'The private key starts with a byte order mark',
    evidence: ['H1'],
    remedy: 'save the key file as UTF-8 without a byte order mark',
  },
  'private-key-not-base64': {
    title: 'The private key is not base64',
    evidence: ['H1', 'H2'],
    remedy: copyAgain,
  },
  'private-key-cut-short': {
    title: 'The private key is cut short',
    evidence: ['H1', 'H2'],
    remedy: copyAgain,
  },
});

/** What is between this machine and the target. None of it says anything about credentials. */
const network = blaming('network', {
  'name-not-resolved': {
    title: 'The host name cannot be resolved',
    evidence: ['C10'],
    remedy: 'check the address for typos, then the DNS, VPN and proxy settings of this machine',
  },
  'connection-refused': {
    title: 'The connection was refused',
    remedy: 'check the host and port named above, whether a firewall blocks them, and whether anything listens there',
  },
  'connection-reset': {
    title: 'The connection was reset',
    remedy: 'try again, then from another network: a firewall, a proxy or the target closed the connection',
  },
  'connection-failed': {
    title: 'The target cannot be reached',
    remedy: "check this machine's network, and whether it needs a proxy (HTTPS_PROXY)",
  },
  'no-answer-in-time': {
    title: 'The target did not respond in time',
    remedy: 'try again with a longer --timeout, then check firewall and proxy',
  },
  'out-of-time': {
    title: 'The check did not finish within --max-duration',
    remedy: 'see the last step for what it waited for; run it again with a longer --max-duration',
  },
  'http-not-spoken': {
    title: 'The response is not HTTP',
    evidence: ['C1'],
    remedy: "check the target's host and port",
  },
  'tls-not-spoken': {
    title: 'The target does not speak TLS on this port',
    evidence: ['C1'],
    remedy: 'check the scheme and the port of the address; something else may be answering in place of the target',
  },
  'certificate-not-trusted': {
    title: "The target's certificate is not issued by a trusted authority",
    remedy:
      'ask your network administrators whether the issuer named above is their intercepting proxy; if it is, set NODE_EXTRA_CA_CERTS to its certificate. Do not turn off verification',
  },
  'certificate-expired': {
    title: "The target's certificate has expired",
    remedy: "check this machine's date; if it is right, tell the operator of the host",
  },
  'certificate-not-yet-valid': {
    title: "The target's certificate is not valid yet",
    remedy: "check this machine's date; if it is right, tell the operator of the host",
  },
  'client-certificate-required': {
    title: 'The server wants a client certificate, or does not accept the one that it was shown',
    remedy: 'set IMBURSE_CLIENT_CERT and IMBURSE_CLIENT_KEY to the PEM files that the operator gave you',
  },
  'certificate-wrong-host': {
    title: "The target's certificate is for another host name",
    evidence: ['C10'],
    remedy: 'check the host name in the address; something else may be answering in place of the target',
  },
  'tls-failed': {
    title: 'The TLS handshake failed',
    remedy: 'check the address, and whether a proxy or firewall interferes with TLS',
  },
  'proxy-authentication': {
    title: 'The proxy requires a user name and password (407)',
    remedy: 'set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT; nothing has reached the target yet',
  },
  'proxy-not-tls': {
    title: 'The proxy does not speak TLS, but HTTPS_PROXY starts with https://',
    remedy: 'set HTTPS_PROXY to http://HOST:PORT: the scheme is of the connection to the proxy, not of the target',
  },
  'proxy-refused': {
    title: 'The proxy refused the connection to the target',
    remedy: 'ask your network administrators to allow the target, or add its host to NO_PROXY',
  },
  'refused-before-api': {
    title: 'Something before the API refused the request: a gateway, a firewall or a filter',
    evidence: ['E1'],
    remedy:
      'give the operator of what answered the words and the request id above; this says nothing about your credentials',
  },
  'captive-portal': {
    title: 'A web page answered instead of the API: a captive portal or a filter',
    evidence: ['C13'],
    remedy: 'sign in to the network with a browser, or use another network',
  },
  redirected: {
    title: 'The target redirects to another address, and credentials are not sent there',
    evidence: ['C1'],
    remedy: 'check the address; it may be a sign-in page of the network that redirects',
  },
  'nonce-replayed': {
    title: 'The target says it has seen this request before: something sends requests twice',
    evidence: ['H3'],
    remedy:
      'look for a proxy that repeats requests, or for machines started from the same snapshot; each request has a new nonce',
  },
});

/** A clock that breaks valid credentials. */
const clock = blaming('clock', {
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
const credentials = blaming('credentials', {
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
  'key-revoked': {
    title: 'The target says the key is revoked or disabled',
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
    title: 'The key lacks a role that the payout call needs (403)',
    evidence: ['H7', 'E1'],
    remedy: 'give the key a role that allows payouts, then run this again',
  },
  'tenant-differs': {
    title: 'The token belongs to another account or tenant than the one in your settings',
    evidence: ['C12', 'H1'],
    remedy: "compare IMBURSE_ACCOUNT_ID and IMBURSE_TENANT_ID with the token's claims shown in the steps",
  },
  'management-token-expired': {
    title: 'The management token has expired',
    evidence: ['C7', 'E1'],
    remedy: 'get a new token, or set the key pair instead of IMBURSE_MANAGEMENT_TOKEN to fetch one each time',
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

/** What the target does wrong. */
const target = blaming('target', {
  'rate-limited': {
    title: 'The target is limiting requests (429)',
    evidence: ['E1'],
    remedy: later,
  },
  'asked-for-patience': {
    title: 'The target asks to wait longer than --max-duration (429)',
    evidence: ['E1'],
    remedy:
      'wait as long as Retry-After says, then run the same command again; this says nothing about your credentials',
  },
  'server-error': {
    title: 'The target reported an internal error (5xx)',
    evidence: ['E1'],
    remedy: later,
  },
  'exchange-not-offered': {
    title: 'This environment does not offer the HMAC exchange (404)',
    evidence: ['H5'],
    remedy: 'check the base URL: it may have a path too many, or the environment may have a host of its own',
  },
  'call-not-offered': {
    title: 'This environment does not offer the payout identity call (404)',
    evidence: ['C9', 'C1'],
    remedy: 'check the base URL; if it is right, ask the operator which call replaced it',
  },
  'certificate-ends-soon': {
    title: "The target's certificate expires within two weeks",
    remedy: 'tell the operator of the host',
  },
  'options-not-offered': {
    title: 'This environment does not offer the payout options (404)',
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

/** Every cause that can be named. A code never changes its meaning: scripts and tickets refer to it. */
export const diagnoses = { ...settings, ...network, ...clock, ...credentials, ...target };

export type DiagnosisCode = keyof typeof diagnoses;

/** The exit code of a check that failed for this reason. */
export const exitCodeOf: Readonly<Record<Blame, 2 | 3 | 4>> = {
  settings: 2,
  network: 3,
  target: 3,
  clock: 4,
  credentials: 4,
};
