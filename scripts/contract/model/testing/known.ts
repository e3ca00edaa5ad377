import { callOf } from '../../calls';
import type { RequestTemplate } from '../../types';
import type { VariableName } from '../../variables';
import type { Known, KnownHmac } from '../types';

const forged = (how: string): Known => ({ kind: 'token', token: 'forged', how });
const hmac = (more: Partial<KnownHmac> = {}): Known => ({
  kind: 'hmac',
  key: 'own',
  signature: 'right',
  time: 0,
  nonce: 'fresh',
  clock: 'certain',
  ...more,
});
const wronglySigned = (more: Partial<KnownHmac> = {}): Known => hmac({ signature: 'wrong', ...more });

const none: Known = { kind: 'none' };
const invented: Known = { kind: 'token', token: 'invented' };
const unknown: Known = { kind: 'token', token: 'unknown' };

type CredentialVariable = Exclude<
  VariableName,
  | 'hmacPath'
  | 'hmacOtherPath'
  | 'customerRef'
  | 'orderRef'
  | 'instructionRef'
  | 'correlationId'
  | 'filler'
  | 'nesting'
  | 'accountId'
  | 'tenantId'
  | 'capturedToken'
  | 'capturedAuthorization'
>;

/** What is known about the credential that a variable holds. */
const knownVariables: Readonly<Record<CredentialVariable, Known>> = {
  managementToken: { kind: 'token', token: 'management' },
  expiredToken: { kind: 'token', token: 'management-expired' },
  noRoleToken: { kind: 'token', token: 'management-without-role' },
  expiredPayoutToken: { kind: 'token', token: 'payout-expired' },
  capturedTruncated: forged('without a signature'),
  capturedBadSignature: forged('with a changed signature'),
  capturedBadPayload: forged('with a changed payload'),
  capturedAlgNone: forged('unsigned, with alg none'),
  capturedAlgNoneCapital: forged('unsigned, with alg None'),
  tokenTruncated: forged('without a signature'),
  tokenBadSignature: forged('with a changed signature'),
  tokenBadSignatureEnd: forged('with the end of its signature changed'),
  tokenBadHeader: forged('with a changed header'),
  tokenBadPayload: forged('with a changed payload'),
  tokenForeignSignature: forged('with the signature of another token'),
  tokenAlgNone: forged('unsigned, with alg none'),
  tokenAlgNoneCapital: forged('unsigned, with alg None'),
  hmac: hmac(),
  hmacFractional: hmac({ fractional: true }),
  hmacFourMinutesOld: hmac({ time: -240 }),
  hmacPastFiveMinutesOld: hmac({ time: -320 }),
  hmacSixMinutesOld: hmac({ time: -360 }),
  hmacSixMinutesAhead: hmac({ time: 360 }),
  hmacWrongSignature: wronglySigned(),
  hmacUnknownKey: hmac({ key: 'unknown' }),
  hmacChangedSignature: wronglySigned(),
  hmacChangedSignatureEnd: wronglySigned(),
  hmacUnreadableSignature: wronglySigned(),
  hmacEmptySignature: wronglySigned(),
  hmacUnreadableTime: hmac({ time: 'unreadable' }),
  hmacCutSignature: wronglySigned(),
  hmacSwappedCase: wronglySigned(),
  hmacOtherNonce: wronglySigned(),
  hmacOtherTime: wronglySigned({ time: -60 }),
  hmacUsedNonce: hmac({ time: -60, nonce: 'used' }),
};

const isKnown = (name: string): name is CredentialVariable => Object.hasOwn(knownVariables, name);

/** The case whose exchange a request reuses. */
interface Used {
  readonly call: string;
  readonly request: RequestTemplate;
}

/**
 * What is known about the credential of a template, by the variable that its Authorization header names.
 *
 * @param used the case whose token or header it carries
 */
export function knownOf(template: RequestTemplate, used?: Used): Known {
  const value = template.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const [, before = '', variable = '', after = ''] = /^(\S* ?)\{\{(\w+)\}\}(.*)$/s.exec(value) ?? [];
  if (variable === '') return value.trim() === '' ? none : invented;
  if (before + after !== before) return forged('with more text after it');
  if (variable === 'capturedToken') {
    return used && callOf(used.call).success.issues === 'management'
      ? { kind: 'token', token: 'management', exchanged: true }
      : { kind: 'token', token: 'payout' };
  }
  if (variable === 'capturedAuthorization' && used) {
    const sent = knownOf(used.request);
    return sent.kind === 'hmac' ? { ...sent, nonce: 'used' } : sent;
  }
  return isKnown(variable) ? knownVariables[variable] : unknown;
}
