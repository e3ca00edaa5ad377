import type { FailureKind } from '../contract/exchange';
import type { Unreached } from './types';

/** Why there was no response: a clause that can follow any other text, so it names its subject. */
export const failureWords: Readonly<Record<FailureKind, string>> = {
  dns: 'the host name could not be resolved',
  refused: 'the connection was refused; nothing is listening there',
  reset: 'the target closed the connection before responding',
  timeout: 'the target did not respond in time',
  'tls-expired': 'the certificate has expired or is not valid yet',
  'tls-untrusted': 'the certificate is not trusted on this machine',
  'tls-name': 'the certificate is for another host name',
  tls: 'the TLS connection failed',
  proxy: 'the proxy refused the connection',
  protocol: 'the response is not valid HTTP, or is too long',
  aborted: 'the request was cancelled',
  other: 'the request failed',
};

/** The reason of every case if the target did not accept a connection, so that nothing was sent. */
export function unreachedReason(kind: FailureKind, detail: string, proxy?: string): string {
  return `the target could not be reached: ${unreachedText({ kind, detail, ...(proxy !== undefined && { proxy }) })}`;
}

/** Why the target did not accept a connection, to follow "could not be reached: ". */
export function unreachedText({ kind, detail, proxy }: Unreached): string {
  return `${proxy === undefined ? '' : `at the proxy ${proxy}, `}${failureWords[kind] ?? failureWords.other} (${detail})`;
}
