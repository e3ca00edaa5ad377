import type { FailureKind } from '../contract/exchange';
import type { Unreached } from './types';

/** Why there was no response, to follow "could not be reached: ". */
export const failureWords: Readonly<Record<FailureKind, string>> = {
  dns: 'its host name could not be resolved',
  refused: 'the connection was refused; nothing is listening there',
  reset: 'it closed the connection before responding',
  timeout: 'it did not respond in time',
  'tls-expired': 'its certificate has expired or is not valid yet',
  'tls-untrusted': 'its certificate is not trusted on this machine',
  'tls-name': 'its certificate is for another host name',
  tls: 'the TLS connection failed',
  proxy: 'the proxy refused the connection',
  protocol: 'its response is not valid HTTP, or is too long',
  aborted: 'the request was cancelled',
  other: 'the request failed',
};

/** The reason of every case if the target accepted no connection, so that nothing was sent. */
export function unreachedReason(kind: FailureKind, detail: string, proxy?: string): string {
  return `the target could not be reached: ${unreachedText({ kind, detail, ...(proxy !== undefined && { proxy }) })}`;
}

/** Why the target accepted no connection, to follow "could not be reached: ". */
export function unreachedText({ kind, detail, proxy }: Unreached): string {
  return `${proxy === undefined ? '' : `at the proxy ${proxy}, `}${failureWords[kind] ?? failureWords.other} (${detail})`;
}
