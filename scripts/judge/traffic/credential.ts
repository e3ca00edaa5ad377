import { callOf, securityOf } from '../../contract/calls';
import { inventedCredentials } from '../../contract/invented-credentials';
import type { Known } from '../../contract/model';
import { referenceNames } from '../../contract/types';
import { decodeJws } from '../../lib/jws';
import type { CredentialFacts } from './credential-facts';
import { knownHmac } from './hmac-credential';

const unknown: Known = { kind: 'token', token: 'unknown' };
const invented: Known = { kind: 'token', token: 'invented' };
const forged = (how: string): Known => ({ kind: 'token', token: 'forged', how });

/** Clocks differ, and tokens expire while a request is on its way. */
const skewMs = 60_000;

type Age = 'current' | 'expired' | 'uncertain';

/** How old a token was when it was sent, by the clock of the recording and by the server's. */
function ageOf(exp: unknown, nbf: unknown, { at, offsetMs }: CredentialFacts): Age {
  if (at === undefined) return 'uncertain';
  const clocks = [at, at + (offsetMs ?? 0)];
  if (typeof nbf === 'number' && clocks.some((now) => nbf * 1000 > now)) return 'uncertain';
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return 'current';
  if (clocks.every((now) => exp * 1000 + skewMs < now)) return 'expired';
  return clocks.every((now) => exp * 1000 - skewMs > now) ? 'current' : 'uncertain';
}

/** Whether the claims name all three references, as those of a payout token do (C8). */
function holdsReferences(claims: object): boolean {
  const names = Object.keys(claims).map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
  return referenceNames.every((reference) => names.some((name) => name.includes(reference.toLowerCase())));
}

/** The algorithms that sign the same in the same way each time. */
const isDeterministic = (alg: unknown): boolean => typeof alg === 'string' && /^(?:HS|RS)\d{3}$/.test(alg);

/** What programs send in place of a token that they do not have. */
const placeholder = /^(?:undefined|null|none|nan|true|false|\[object object\]|.*[{}<>$\s].*)$/is;
/** Shorter ones cannot be guarded against guessing, so no server issues them. */
const shortest = 16;

/** What the text of a token shows by itself. */
function visibleFault(token: string): Known | undefined {
  if (inventedCredentials.has(token)) return invented;
  if (placeholder.test(token) || token.length < shortest || !/^[A-Za-z0-9._~+/=-]+$/.test(token)) return invented;
  if (!token.startsWith('eyJ')) return undefined;
  const segments = token.split('.');
  if (segments.length < 3 || (segments.length === 3 && segments[2] === '')) return forged('without a signature');
  return undefined;
}

/** What is known about a token that no exchange shows to be right. */
function strangeToken(token: string, facts: CredentialFacts): Known {
  const fault = visibleFault(token);
  if (fault) return fault;
  const reading = decodeJws(token);
  if (!reading.ok) return facts.memory.relativeOf(token) ? forged('with a changed header or payload') : unknown;
  const { header, payload } = reading.jws;
  if (typeof header.alg === 'string' && header.alg.toLowerCase() === 'none') return forged('unsigned, with alg none');
  const relative = facts.memory.relativeOf(token);
  if (relative === 'signature') return forged('with the signature of another token');
  if (relative && isDeterministic(header.alg)) return forged('with a changed signature');
  if (ageOf(payload.exp, payload.nbf, facts) === 'expired') return { kind: 'token', token: 'management-expired' };
  if (securityOf(facts.call) === 'managementToken' && holdsReferences(payload))
    return { kind: 'token', token: 'payout' };
  return unknown;
}

/** What is known about a token that is a valid one of its kind, by what it was issued or accepted for. */
function rightToken(token: string, facts: CredentialFacts): Known | undefined {
  const { memory, origin, call, at, credentials } = facts;
  const time = at ?? Number.NEGATIVE_INFINITY;
  const issued = memory.issuedBy(token, origin, time);
  const accepted = memory.wasAccepted(token, origin, time) || token === credentials.managementToken;
  if (!issued && !accepted) return undefined;
  const reading = decodeJws(token);
  const claims = reading.ok ? reading.jws.payload : {};
  const seconds = issued?.expires === undefined ? undefined : issued.expires / 1000;
  const age = ageOf(claims.exp ?? seconds, claims.nbf, facts);
  const payout = issued && callOf(issued.call).success.issues === 'payout';
  if (age === 'expired') return { kind: 'token', token: payout ? 'payout-expired' : 'management-expired' };
  if (age === 'uncertain') return unknown;
  if (payout) return { kind: 'token', token: 'payout' };
  // Whether the key of a token has the role (H7) shows when it is first used.
  const withoutRole = !accepted && securityOf(call) === 'managementToken' && facts.status === 403;
  if (withoutRole) return { kind: 'token', token: 'management-without-role' };
  return { kind: 'token', token: 'management', ...(issued && { exchanged: true }) };
}

function knownToken(token: string, facts: CredentialFacts): Known {
  const { expiredToken, noRoleToken, expiredPayoutToken } = facts.credentials;
  if (token === expiredToken) return { kind: 'token', token: 'management-expired' };
  if (token === noRoleToken) return { kind: 'token', token: 'management-without-role' };
  if (token === expiredPayoutToken) return { kind: 'token', token: 'payout-expired' };
  return rightToken(token, facts) ?? strangeToken(token, facts);
}

/**
 * What is known about the credential in an Authorization header. Of a credential that was never seen to be right and has
 * no visible fault, nothing is known: both an acceptance and a refusal conform.
 *
 * @param value of the header
 */
export function knownCredential(value: string, facts: CredentialFacts): Known {
  const [, scheme = '', rest = ''] = /^(\S+)[ \t]+(.+)$/s.exec(value.trim()) ?? [];
  if (value.trim() === '') return { kind: 'none' };
  if (rest === '') return knownToken(value.trim(), facts);
  return scheme.toLowerCase() === 'hmac' ? knownHmac(rest, facts) : knownToken(rest, facts);
}
