import { headerValues } from '../../lib/headers';
import { schemeOf, securityOf } from '../calls';
import type { HeaderList } from '../exchange';
import type { Security } from '../types';
import { readHmac } from './hmac';
import { type Findings, fault, joined, nothing, openFor, opening, refusedFor } from './reasons';
import type { CallId, Circumstances, Known } from './types';

function readToken(known: Exclude<Known, { kind: 'hmac' }>, takes: Exclude<Security, 'hmac'>): Findings {
  if (known.kind === 'none') return refusedFor(fault('no-credential'));
  switch (known.token) {
    case 'forged':
      return refusedFor(fault('forged-token', { detail: known.how ?? 'altered' }));
    case 'management-expired':
    case 'payout-expired':
      return refusedFor(fault('expired-token'));
    case 'invented':
      return refusedFor(fault('invented-credential'));
    case 'unknown':
      return openFor(opening('unknown-credential'));
    case 'payout':
      return takes === 'payoutToken' ? nothing : refusedFor(fault('payout-token'));
    case 'management-without-role':
      return takes === 'payoutToken' ? openFor(opening('management-token')) : refusedFor(fault('role-missing'));
    case 'management':
      return takes === 'payoutToken' ? openFor(opening('management-token')) : nothing;
  }
}

function readKnown(circumstances: Circumstances, call: CallId): Findings {
  const { credential, history } = circumstances;
  const takes = securityOf(call);
  if (takes !== 'hmac') {
    return credential.kind === 'hmac' ? refusedFor(fault('invented-credential')) : readToken(credential, takes);
  }
  if (credential.kind === 'hmac') return readHmac(credential, history?.nonceUsed === true);
  if (credential.kind === 'none') return refusedFor(fault('no-credential'));
  const unknown = credential.token === 'unknown';
  return unknown ? openFor(opening('unknown-credential')) : refusedFor(fault('invented-credential'));
}

/** What the credential of a request means for a call. Only the Authorization header carries one (C2, H2). */
export function readCredential(headers: HeaderList, circumstances: Circumstances, call: CallId): Findings {
  const values = headerValues(headers, 'authorization').map((value) => value.trim());
  const several = values.length > 1 ? openFor(opening('repeated-authorization')) : nothing;
  const [value = ''] = values;
  const [, scheme = '', separator = '', rest = ''] = /^(\S+)([ \t]+)(.+)$/s.exec(value) ?? [];
  const documented = schemeOf(call).toLowerCase();
  if (value === '' || value.toLowerCase() === documented) return joined(refusedFor(fault('no-credential')), several);
  if (rest === '') {
    const unscheme = circumstances.credential.kind === 'token' && circumstances.credential.token !== 'invented';
    return joined(refusedFor(fault(unscheme ? 'no-scheme' : 'invented-credential')), several);
  }
  if (scheme.toLowerCase() !== documented) {
    return joined(refusedFor(fault('other-scheme', { detail: scheme })), several);
  }
  return joined(
    readKnown(circumstances, call),
    several,
    separator === ' ' ? nothing : openFor(opening('odd-separator')),
  );
}

/** Whether the scheme is written as the documentation writes it: Bearer, Hmac. */
export function hasDocumentedScheme(headers: HeaderList): boolean {
  return /^\s*(Bearer|Hmac)\s/.test(headerValues(headers, 'authorization')[0] ?? '');
}
