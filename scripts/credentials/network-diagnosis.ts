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

/** A server's TLS alerts about the certificate of its client: 116, and those that refuse the one that it was shown. */
const aboutClientCertificate =
  /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED)/;

/** The diagnosis for a code of TLS that says more than its kind. */
function byCode(code: string): DiagnosisCode | undefined {
  if (aboutClientCertificate.test(code)) return 'client-certificate-required';
  return code === 'CERT_NOT_YET_VALID' ? 'certificate-not-yet-valid' : undefined;
}

/** The diagnosis for a network error. */
export function networkDiagnosis({ kind, code = '', proxyStatus }: NetworkError): DiagnosisCode {
  if (proxyStatus === 407) return 'proxy-authentication';
  if (code === 'long-body') return 'answer-unexpected';
  if (kind === 'proxy' && notTls.test(code)) return 'proxy-not-tls';
  const named = byCode(code);
  if (named) return named;
  return kind === 'tls' && notTls.test(code) ? 'tls-not-spoken' : byKind[kind];
}

/** The diagnosis for a certificate that was not accepted, from Node's code for the problem. */
export function certificateDiagnosis(code: string): DiagnosisCode {
  const named = byCode(code);
  if (named) return named;
  const { kind } = toNetworkError({ code });
  return kind.startsWith('tls') ? byKind[kind] : 'tls-failed';
}
