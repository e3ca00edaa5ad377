import type { SandboxCredentials } from '../behaviour';
import { type Call, type HmacChanges, hmacCall, references } from './client';
import { probeTime } from './probes';

/** A request in its parts. */
export interface Draft {
  readonly call: 'payout' | 'hmac' | 'options';
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly scheme: string;
  /** The bearer token, if any. */
  readonly token?: string;
  readonly references: Readonly<Record<string, unknown>>;
  readonly write: (references: Readonly<Record<string, unknown>>) => string | Uint8Array | undefined;
  readonly hmac: HmacChanges;
}

/** What a step may use. */
export interface Known {
  readonly own: SandboxCredentials;
  readonly payoutToken?: string;
}

/** Changes a request. */
export type Step = (draft: Draft, known: Known) => Draft;

/** The valid request of a call. */
export function documented(call: Draft['call'], { own, payoutToken }: Known): Draft {
  const shared = {
    call,
    headers: {},
    scheme: 'Bearer',
    references: JSON.parse(references()) as Readonly<Record<string, unknown>>,
    write: () => undefined,
    hmac: { timestamp: Math.floor(probeTime / 1000) },
  };
  if (call === 'hmac') return { ...shared, method: 'POST', path: '/v1/identity/hmac', scheme: 'Hmac' };
  if (call === 'options') {
    return { ...shared, method: 'GET', path: '/v1/payout/options', ...(payoutToken && { token: payoutToken }) };
  }
  return {
    ...shared,
    method: 'POST',
    path: '/v1/identity/payout',
    headers: { 'content-type': 'application/json' },
    token: own.managementToken,
    write: JSON.stringify,
  };
}

/** Writes a request down. */
export function written({ call, path, query, headers, ...draft }: Draft, { own }: Known): Call {
  const target = query === undefined ? path : `${path}?${query}`;
  if (call === 'hmac') {
    const signed = hmacCall(own, { ...draft.hmac, scheme: draft.scheme });
    return { method: draft.method, path: target, headers: { ...headers, ...signed.headers } };
  }
  const body = draft.write(draft.references);
  const authorization = draft.token === undefined ? {} : { authorization: `${draft.scheme} ${draft.token}`.trim() };
  return {
    method: draft.method,
    path: target,
    headers: { ...headers, ...authorization },
    ...(body !== undefined && { body }),
  };
}

/** Equal references, but what an effect has left out stays away. */
export function mergedWith(left: Draft['references'], right: Draft['references']): Draft['references'] {
  const kept = Object.entries(right).filter(([name]) => !(name in left) || left[name] !== undefined);
  return { ...left, ...Object.fromEntries(kept) };
}
