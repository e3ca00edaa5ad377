import type { DiagnosisTable } from './types';

const later = 'wait, and run the same command again; this says nothing about your credentials';

/** What stands in the way: nothing of it speaks of credentials. */
export const networkDiagnoses = {
  'name-not-resolved': {
    title: "The target's host name cannot be resolved",
    evidence: ['C10'],
    blame: 'network',
    remedy: 'check the address for a slip of the pen, then DNS, VPN and proxy of this machine',
  },
  'connection-refused': {
    title: 'The target refuses connections',
    evidence: [],
    blame: 'network',
    remedy: 'check the address and port, and whether a firewall stands between; then whether the target is up',
  },
  'connection-reset': {
    title: 'The connection was cut',
    evidence: [],
    blame: 'network',
    remedy: 'a firewall, a proxy or the target cut it: try again, then from another network',
  },
  'connection-failed': {
    title: 'The target cannot be reached',
    evidence: [],
    blame: 'network',
    remedy: 'check the network of this machine, and whether a proxy must be set (HTTPS_PROXY)',
  },
  'no-answer-in-time': {
    title: 'The target did not answer in time',
    evidence: [],
    blame: 'network',
    remedy: 'try again, with a longer --timeout; then check firewall and proxy',
  },
  'http-not-spoken': {
    title: 'What answers does not speak HTTP',
    evidence: ['C1'],
    blame: 'network',
    remedy: 'check the address and port of the target',
  },
  'tls-not-spoken': {
    title: 'What answers does not speak TLS: the target is HTTP, not HTTPS, or something answers in its place',
    evidence: ['C1'],
    blame: 'network',
    remedy: 'check the scheme and the port of the address',
  },
  'certificate-not-trusted': {
    title:
      "The target's certificate comes from an authority that this machine does not trust: perhaps an intercepting proxy",
    evidence: [],
    blame: 'network',
    remedy:
      'ask your network administrators whether the issuer named below is theirs; if so, name its certificate in NODE_EXTRA_CA_CERTS. Never switch verification off',
  },
  'certificate-expired': {
    title: "The target's certificate has expired",
    evidence: [],
    blame: 'network',
    remedy: "check this machine's date; if that is right, tell whoever runs the host",
  },
  'certificate-wrong-host': {
    title: "The target's certificate is for another host name",
    evidence: ['C10'],
    blame: 'network',
    remedy: 'check the host name in the address; something else may be answering in its place',
  },
  'tls-failed': {
    title: 'No secure connection could be made',
    evidence: [],
    blame: 'network',
    remedy: 'check the address; a proxy or firewall may interfere with TLS',
  },
  'proxy-authentication': {
    title: 'The proxy asks for a user name and password (407)',
    evidence: [],
    blame: 'network',
    remedy:
      'set HTTPS_PROXY with the user name and password of your proxy; it has not let anything through to the target',
  },
  'proxy-refused': {
    title: 'The proxy does not let the connection through',
    evidence: [],
    blame: 'network',
    remedy: 'ask your network administrators to allow the target, or add it to NO_PROXY',
  },
  'captive-portal': {
    title: 'A web page answers in place of the API: a captive portal or a filter',
    evidence: ['C13'],
    blame: 'network',
    remedy: 'log in to the network with a browser, or use another network',
  },
  redirected: {
    title: 'The target redirects elsewhere; credentials do not follow',
    evidence: ['C1'],
    blame: 'network',
    remedy: 'check the address; a login page of the network may stand between',
  },
  'rate-limited': { title: 'The target is limiting requests (429)', evidence: ['E1e'], blame: 'target', remedy: later },
  'server-error': {
    title: 'The target has an error of its own (5xx)',
    evidence: ['E1f'],
    blame: 'target',
    remedy: later,
  },
} as const satisfies DiagnosisTable;
