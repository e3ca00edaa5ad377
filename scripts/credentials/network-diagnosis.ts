import { type NetworkError, type NetworkErrorKind, toNetworkError } from '../lib/network-error';
import type { DiagnosisCode } from './diagnoses';

const byKind: Readonly<Record<NetworkErrorKind, DiagnosisCode>> = {
  dns: 'name-not-resolved',
  refused: 'connection-refused',
  reset: 'connection-reset',
  timeout: 'no-answer-in-time',
  'tls-expired': 'certificate-expired',
  'tls-name': 'certificate-wrong-host',
  'tls-untrusted': 'certificate-not-trusted',
  tls: 'tls-failed',
  proxy: 'proxy-refused',
  protocol: 'http-not-spoken',
  other: 'connection-failed',
};

/** OpenSSL's codes for bytes that are not TLS. */
const notTls = /^EPROTO$|WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/;

/** Codes that say more than their kind does. The first that fits counts. */
const byCodeTable: readonly (readonly [RegExp, DiagnosisCode])[] = [
  // A server's alerts about the certificate of its client: 116, and those that refuse the one that it was shown.
  [
    /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)|^CLIENT_CERTIFICATE_REQUESTED$/,
    'client-certificate-required',
  ],
  [/^CERT_NOT_YET_VALID$/, 'certificate-not-yet-valid'],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|ALERT_HANDSHAKE_FAILURE|NO_SHARED_CIPHER/, 'tls-not-agreed'],
  [/UNRECOGNIZED_NAME/, 'host-not-served'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL)$/, 'no-route'],
  [/^PROXY_TIMEOUT$/, 'proxy-silent'],
  [/^long-body$/, 'answer-unexpected'],
  [/^(?:Z_|ERR__?(?:ZLIB|BROTLI|ERROR_FORMAT))/, 'body-not-decoded'],
];

const byCode = (code: string): DiagnosisCode | undefined => byCodeTable.find(([pattern]) => pattern.test(code))?.[1];

/** What went wrong between this machine and its proxy. */
function proxyDiagnosis({ code = '', proxyStatus }: NetworkError): DiagnosisCode {
  if (code === 'PROXY_SCHEME') return 'proxy-sign-in-unsupported';
  if (code === 'PROXY_CREDENTIALS') return 'proxy-credentials-refused';
  if (proxyStatus === 407) return 'proxy-authentication';
  if (proxyStatus !== undefined) return 'proxy-refused';
  if (notTls.test(code)) return 'proxy-not-tls';
  if (code.startsWith('HPE_')) return 'proxy-not-http';
  return /CERT|^UNABLE_TO|SELF_SIGNED/.test(code) ? 'proxy-certificate' : 'proxy-unreachable';
}

/** The diagnosis for a network error. */
export function networkDiagnosis(error: NetworkError): DiagnosisCode {
  const { kind, code = '' } = error;
  if (kind === 'proxy') return proxyDiagnosis(error);
  const named = byCode(code);
  if (named) return named;
  return kind === 'tls' && notTls.test(code) ? 'tls-not-spoken' : byKind[kind];
}

/** Whether the message of a network error says what the title of its diagnosis says. */
export function restatesTitle({ kind, proxyStatus }: NetworkError, diagnosis: DiagnosisCode): boolean {
  return proxyStatus !== undefined || ((kind === 'refused' || kind === 'tls') && diagnosis === byKind[kind]);
}

/** The diagnosis for a certificate that was not accepted, from Node's code for the problem. */
export function certificateDiagnosis(code: string): DiagnosisCode {
  const named = byCode(code);
  if (named) return named;
  const { kind } = toNetworkError({ code });
  return kind.startsWith('tls') ? byKind[kind] : 'tls-failed';
}
