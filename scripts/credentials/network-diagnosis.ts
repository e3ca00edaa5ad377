import { networkErrorKind } from '../lib/network-error';
import type { DiagnosisCode } from './diagnoses';

interface Failure {
  readonly code?: unknown;
  readonly message: string;
}

/** What is wrong with TLS, from Node's code for it. */
export function tlsDiagnosis(code: string): DiagnosisCode {
  if (/EXPIRED|NOT_YET_VALID/.test(code)) return 'certificate-expired';
  if (/ALTNAME|HOSTNAME_MISMATCH/.test(code)) return 'certificate-wrong-host';
  if (/SELF_SIGNED|UNABLE_TO|UNTRUSTED|CERT_SIGNATURE|INVALID_CA/.test(code)) return 'certificate-not-trusted';
  if (/^EPROTO$|WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code)) return 'tls-not-spoken';
  return 'tls-failed';
}

/** The cause that a network error stands for. */
export function networkDiagnosis({ code, message }: Failure): DiagnosisCode {
  const proxy = /Proxy response \((\d+)\)/.exec(message);
  if (proxy) return proxy[1] === '407' ? 'proxy-authentication' : 'proxy-refused';
  switch (networkErrorKind({ code, message })) {
    case 'dns':
      return 'name-not-resolved';
    case 'refused':
      return 'connection-refused';
    case 'reset':
      return 'connection-reset';
    case 'timeout':
      return 'no-answer-in-time';
    case 'tls':
      return tlsDiagnosis(String(code));
    case 'protocol':
      return 'http-not-spoken';
    case 'other':
      return 'connection-failed';
  }
}

/** Node's code for an error, or its text. */
export function errorText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
