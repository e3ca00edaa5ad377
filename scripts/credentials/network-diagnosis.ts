import { networkErrorKind } from '../lib/network-error';
import type { DiagnosisCode } from './diagnoses';

interface Failure {
  readonly code?: unknown;
  readonly message: string;
}

/** What is wrong with TLS that is not a certificate's, from Node's code for it. */
const handshakeDiagnosis = (code: string): DiagnosisCode =>
  /^EPROTO$|WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code) ? 'tls-not-spoken' : 'tls-failed';

/** What is wrong with TLS, from Node's code for it. */
export function tlsDiagnosis(code: string): DiagnosisCode {
  const diagnosis = networkDiagnosis({ code, message: '' });
  return /^certificate-|^tls-/.test(diagnosis) ? diagnosis : 'tls-failed';
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
    case 'tls-expired':
      return 'certificate-expired';
    case 'tls-name':
      return 'certificate-wrong-host';
    case 'tls-untrusted':
      return 'certificate-not-trusted';
    case 'tls':
      return handshakeDiagnosis(String(code));
    case 'proxy':
      return 'proxy-refused';
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
