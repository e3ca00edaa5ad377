import type { Need } from '../contract/types';
import { type VariableName, variables } from '../contract/variables';
import { missingNeed, needReasons, notReady, rememberedUnsent } from './readiness';
import { exampleValues } from './rules/example';
import type { Remembered } from './types';

const { managementToken, accountId, tenantId } = exampleValues;

describe('what a case needs', () => {
  it.each<[string, Need, Parameters<typeof missingNeed>[1], boolean]>([
    ['credentials, by a token', 'credentials', { managementToken }, true],
    ['credentials, if none are set', 'credentials', {}, false],
    ['credentials, by a key pair alone', 'credentials', { publicKey: 'k', privateKey: 'cw==' }, false],
    ['a key pair', 'keyPair', { publicKey: 'k', privateKey: 'cw==' }, true],
    ['a key pair, with the public key only', 'keyPair', { publicKey: 'k' }, false],
    ['a key pair, with the private key only', 'keyPair', { privateKey: 'cw==' }, false],
    ['an expired token', 'expiredToken', { expiredToken: 'x' }, true],
    ['an expired token, if there is only a current one', 'expiredToken', { managementToken }, false],
    ['a token without a role', 'noRoleToken', { noRoleToken: 'x' }, true],
    ['a token without a role, if there is only another one', 'noRoleToken', { managementToken }, false],
    ['an expired payout token', 'expiredPayoutToken', { expiredPayoutToken: 'x' }, true],
    ['an expired payout token, if another token expired', 'expiredPayoutToken', { expiredToken: 'x' }, false],
    ['both account ids', 'accountIds', { accountId, tenantId }, true],
    ['both account ids, with the account only', 'accountIds', { accountId }, false],
    ['both account ids, with the tenant only', 'accountIds', { tenantId }, false],
    ['a token that can be forged', 'jwsManagementToken', { managementToken }, true],
    ['a token that can be forged, if it is opaque', 'jwsManagementToken', { managementToken: 'opaque' }, false],
    ['a token that can be forged, without a token', 'jwsManagementToken', {}, false],
  ])('%s', (_name, need, credentials, met) => {
    expect(missingNeed([need], credentials)).toBe(met ? undefined : need);
  });

  it('is named one at a time, in order', () => {
    expect(missingNeed(['credentials', 'keyPair', 'expiredToken'], { managementToken })).toBe('keyPair');
    expect(missingNeed([], {})).toBeUndefined();
  });

  it('has words for every need that a variable has', () => {
    const needs = Object.values(variables).flatMap((info) => ('needs' in info ? (info.needs as readonly Need[]) : []));
    expect([...new Set(needs)].sort()).toEqual(Object.keys(needReasons).sort());
  });
});

describe('a case', () => {
  const memory: Readonly<Record<string, Remembered>> = {
    accepted: { verdict: 'passed', accepted: true, token: 'a.b.c', authorization: 'Bearer x' },
    withoutToken: { verdict: 'passed', accepted: true },
    withHeader: { verdict: 'passed', accepted: true, authorization: 'Hmac x' },
    refused: { verdict: 'failed', accepted: false, because: 'the target returned 400' },
    waiting: {
      verdict: 'inconclusive',
      accepted: false,
      because: 'refused was not accepted: the target returned 400',
      blockedBy: 'refused',
    },
    unauthorised: { verdict: 'inconclusive', accepted: false, because: 'the target refused your credentials (401)' },
    silent: { verdict: 'failed', accepted: false },
    skipped: {
      verdict: 'skipped',
      accepted: false,
      because: 'needs IMBURSE_EXPIRED_TOKEN',
      reasonKind: 'needs-expired-token',
    },
    skippedSilently: { verdict: 'skipped', accepted: false },
  };
  const ready = (awaited: readonly string[], uses?: string, missing?: Need, names: readonly VariableName[] = []) =>
    notReady(awaited, uses, names, missing, (id) => memory[id]);

  it.each<[string, ReturnType<typeof ready>, ReturnType<typeof ready>]>([
    ['is ready if it depends on nothing', ready([]), undefined],
    ['is ready if its control was accepted', ready(['accepted']), undefined],
    [
      'is inconclusive if its control was refused',
      ready(['accepted', 'refused']),
      {
        verdict: 'inconclusive',
        reason: 'refused was not accepted: the target returned 400',
        reasonKind: 'blocked',
        blockedBy: 'refused',
      },
    ],
    [
      'is inconclusive for the same reason as its control',
      ready(['waiting']),
      {
        verdict: 'inconclusive',
        reason: 'refused was not accepted: the target returned 400',
        reasonKind: 'blocked',
        blockedBy: 'refused',
      },
    ],
    [
      'names a control that was inconclusive itself, if nothing blocked that',
      ready(['unauthorised']),
      {
        verdict: 'inconclusive',
        reason: 'the target refused your credentials (401)',
        reasonKind: 'blocked',
        blockedBy: 'unauthorised',
      },
    ],
    [
      'is inconclusive if it is unknown why its control failed',
      ready(['silent']),
      {
        verdict: 'inconclusive',
        reason: 'silent was not accepted in this run',
        reasonKind: 'blocked',
        blockedBy: 'silent',
      },
    ],
    [
      'is inconclusive if its control was never sent',
      ready(['unknown']),
      {
        verdict: 'inconclusive',
        reason: 'unknown was not accepted in this run',
        reasonKind: 'blocked',
        blockedBy: 'unknown',
      },
    ],
    [
      'is skipped if its control was, for the same reason',
      ready(['skipped']),
      { verdict: 'skipped', reason: 'needs IMBURSE_EXPIRED_TOKEN', reasonKind: 'needs-expired-token' },
    ],
    [
      'is skipped if its control was, without a reason',
      ready(['skippedSilently']),
      { verdict: 'skipped', reason: 'needs skippedSilently', reasonKind: 'blocked' },
    ],
    [
      'is skipped if a setting is missing',
      ready(['accepted'], undefined, 'keyPair'),
      { verdict: 'skipped', reason: 'needs IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY', reasonKind: 'needs-key-pair' },
    ],
    [
      'reports the control before a missing setting',
      ready(['refused'], undefined, 'keyPair'),
      {
        verdict: 'inconclusive',
        reason: 'refused was not accepted: the target returned 400',
        reasonKind: 'blocked',
        blockedBy: 'refused',
      },
    ],
    [
      'is ready if the case that it uses was issued a token',
      ready(['accepted'], 'accepted', undefined, ['capturedToken']),
      undefined,
    ],
    [
      'is ready if the case that it uses sent the header that it reuses',
      ready(['withHeader'], 'withHeader', undefined, ['capturedAuthorization']),
      undefined,
    ],
    [
      'is inconclusive if the case that it uses sent a header, but was issued no token to reuse',
      ready(['withHeader'], 'withHeader', undefined, ['orderRef', 'capturedToken']),
      { verdict: 'inconclusive', reason: 'withHeader did not return a usable token', reasonKind: 'no-token' },
    ],
    [
      'is inconclusive if the token of the case that it uses cannot be forged',
      ready(['accepted'], 'accepted', undefined, ['capturedBadPayload']),
      { verdict: 'inconclusive', reason: 'accepted did not return a usable token', reasonKind: 'no-token' },
    ],
    [
      'is inconclusive if the case that it uses has neither',
      ready(['withoutToken'], 'withoutToken', undefined, ['capturedToken']),
      { verdict: 'inconclusive', reason: 'withoutToken did not return a usable token', reasonKind: 'no-token' },
    ],
  ])('%s', (_name, obstacle, wanted) => {
    expect(obstacle).toEqual(wanted);
  });

  it('that is not sent is remembered with the case that blocked it, so that a chain has one root', () => {
    const first = rememberedUnsent(ready(['refused'])!);
    expect(first).toMatchObject({ accepted: false, blockedBy: 'refused' });
    expect(notReady(['first'], undefined, [], undefined, () => first)?.blockedBy).toBe('refused');
    expect(rememberedUnsent(ready(['skipped'])!)).toEqual({
      verdict: 'skipped',
      accepted: false,
      because: 'needs IMBURSE_EXPIRED_TOKEN',
      reasonKind: 'needs-expired-token',
    });
  });
});
