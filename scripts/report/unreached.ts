import type { FailureKind } from '../contract/exchange';
import type { Unreached } from './types';

/** Why no answer came, after "could not be reached: ". */
export const failureWords: Readonly<Record<FailureKind, string>> = {
  dns: 'its host name is not known',
  refused: 'the connection was refused, nothing listens there',
  reset: 'it closed the connection before it had answered',
  timeout: 'it did not answer in time',
  'tls-expired': 'its certificate has expired or is not valid yet',
  'tls-untrusted': 'its certificate is from an authority that is not trusted here',
  'tls-name': 'its certificate is for another host name',
  tls: 'no TLS connection could be made',
  proxy: 'the proxy let nothing through',
  protocol: 'its answer is not HTTP, or longer than is read',
  aborted: 'the request was called off',
  other: 'the request failed',
};

/** The reason of every case of a run whose target took no connection, so that nothing was sent. */
export function unreachedReason(kind: FailureKind, detail: string, proxy?: string): string {
  return `the target could not be reached: ${unreachedText({ kind, detail, ...(proxy !== undefined && { proxy }) })}`;
}

/** Why a target took no connection, after "could not be reached: ". */
export function unreachedText({ kind, detail, proxy }: Unreached): string {
  return `${proxy === undefined ? '' : `at the proxy ${proxy}, `}${failureWords[kind] ?? failureWords.other} (${detail})`;
}
