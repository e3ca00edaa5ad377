import type { RecordedToken } from '../types';

/** A token in one line: what it is, its fingerprint and its claims; never a part of the token itself. */
export function tokenText({ kind, fingerprint, claims }: RecordedToken): string {
  return `${kind ?? 'token'} ${fingerprint} ${JSON.stringify(claims)}`;
}
