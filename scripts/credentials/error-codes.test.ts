import type { DiagnosisCode } from './diagnoses';
import { isNotOffered, namedByServer, namesExpiry, namesTime, refusesCredentials } from './error-codes';
import { error, scriptedApi } from './testing/api';
import { check, someKeys } from './testing/check';
import { codesAtCalls, diagnosed, statuses } from './testing/refused-calls';

const answer = (status: number, code: string) => ({ status, body: JSON.stringify({ errorCodes: [code] }) });

it.each<[DiagnosisCode, readonly string[]]>([
  ['nonce-replayed', ['NONCE_ALREADY_USED', 'REQUEST_REPLAYED', 'nonceUsed']],
  ['address-not-allowed', ['IP_NOT_ALLOWED', 'CLIENT_IP_BLOCKED', 'NOT_ON_ALLOWLIST']],
  ['credentials-not-received', ['AUTHORIZATION_HEADER_MISSING', 'AUTHORISATION_HEADER_IS_REQUIRED']],
  ['key-of-other-environment', ['KEY_OF_OTHER_ENVIRONMENT', 'WrongEnvironment']],
  ['account-key', ['ACCOUNT_KEY_NOT_ALLOWED', 'TENANT_KEY_REQUIRED']],
  ['tenant-differs', ['TENANT_ACCESS_DENIED', 'ACCOUNT_ID_MISMATCH', 'WRONG_TENANT']],
  [
    'tenant-required',
    ['TENANT_ID_IS_REQUIRED', 'X_TENANT_ID_HEADER_IS_MISSING', 'MISSING_TENANT_ID', 'tenantIdRequired'],
  ],
  ['account-required', ['ACCOUNT_ID_IS_REQUIRED', 'X_ACCOUNT_ID_HEADER_IS_MISSING', 'MISSING_ACCOUNT_ID']],
  [
    'owner-unknown',
    ['ACCOUNT_NOT_FOUND', 'account.not-found', 'TENANT_ID_INVALID', 'UNKNOWN_TENANT', 'TENANT_DOES_NOT_EXIST'],
  ],
  ['owner-disabled', ['ACCOUNT_SUSPENDED', 'TENANT_IS_DISABLED', 'USER_LOCKED']],
  ['key-revoked', ['API_KEY_REVOKED', 'KEY_DISABLED', 'API_KEY_HAS_EXPIRED']],
  ['role-missing', ['ROLE_MISSING', 'INSUFFICIENT_PERMISSIONS', 'missingScope']],
])('%s is meant, whatever the status, by %j', (wanted, codes) => {
  for (const code of codes)
    for (const status of statuses) {
      const response = answer(status, code);
      expect([code, status, namedByServer(response)]).toEqual([code, status, wanted]);
      expect([code, status, refusesCredentials(response)]).toEqual([code, status, true]);
      expect([code, status, isNotOffered(response)]).toEqual([code, status, false]);
    }
});

it.each([
  ...['CUSTOMER_REF_IS_REQUIRED', 'ORDER_REF_LENGTH_OUT_OF_RANGE', 'SCHEME_ID_INVALID', 'ACCOUNT_NUMBER_IS_REQUIRED'],
  ...['IDEMPOTENCY_KEY_IS_REQUIRED', 'CONTROLLER_NOT_FOUND', 'TRIP_NOT_FOUND', 'BALANCE_EMPTY', 'AMOUNT_INVALID'],
])('%s names no cause in the credentials, whatever the status', (code) => {
  for (const status of statuses) {
    const response = answer(status, code);
    expect([status, namedByServer(response), isNotOffered(response)]).toEqual([status, undefined, false]);
    const byStatus = (status === 401 || status === 403) && !/_REF_/.test(code);
    expect([status, refusesCredentials(response)]).toEqual([status, byStatus]);
  }
});

it.each([
  ['RESOURCE_NOT_FOUND', true],
  ['ENDPOINT_NOT_FOUND', true],
  ['METHOD_NOT_ALLOWED', true],
  ['NOT_FOUND', true],
  ['SOMETHING_ELSE', true],
  ['404', true],
  ['PARTNER_NOT_FOUND', false],
  ['VERSION_IS_REQUIRED', false],
])('%s with 404 means that the call is not offered: %j', (code, wanted) => {
  expect([404, 405, 410].map((status) => isNotOffered(answer(status, code)))).toEqual([wanted, wanted, wanted]);
  expect([400, 401, 403].map((status) => isNotOffered(answer(status, code)))).toEqual([false, false, false]);
});

it('time and expiry are told apart', () => {
  const said = (code: string) => [namesTime(answer(401, code)), namesExpiry(answer(401, code))];
  expect(['TIMESTAMP_EXPIRED', 'REQUEST_EXPIRED', 'TOKEN_EXPIRED', 'EXPIRED_ACCESS_TOKEN'].map(said)).toEqual([
    [true, false],
    [true, false],
    [false, true],
    [false, true],
  ]);
});

describe('a check reads the code before the status', () => {
  // Every status is in error-codes.long.test.ts.
  it.each(codesAtCalls)('at the call %s: %s', async (step, code, wanted) => {
    for (const status of [401, 404]) expect([status, await diagnosed(step, status, code)]).toEqual([status, wanted]);
  });

  it.each([429, 500, 502, 503, 504])('but %i is about the target, whatever its code', async (status) => {
    const api = await scriptedApi({ hmac: error(status, 'API_KEY_REVOKED') });
    const { cause } = await check({ baseUrl: api.url, settings: someKeys() }).finally(api.close);
    expect(cause?.blame).toBe('target');
  });
});
