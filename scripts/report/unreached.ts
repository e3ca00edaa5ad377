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

const unreached = 'the target could not be reached: ';

/** Why a target could not be reached, in words. */
export const unreachedWords = ({ kind, detail, proxy }: Unreached): string =>
  `${proxy === undefined ? '' : `at the proxy ${proxy}, `}${failureWords[kind]} (${detail})`;

/** The reason of every case if the target accepted no connection, so that nothing was sent. */
export const unreachedReason = (kind: FailureKind, detail: string, proxy?: string): string =>
  unreached + unreachedWords({ kind, detail, ...(proxy !== undefined && { proxy }) });

/** What `unreachedReason` adds to "the target could not be reached"; `undefined` for any other reason. */
export function unreachedCause(reason: string | undefined): string | undefined {
  return reason?.startsWith(unreached) ? reason.slice(unreached.length) : undefined;
}
