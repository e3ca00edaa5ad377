import { randomUUID } from 'node:crypto';
import { type Sandbox, startSandbox } from '../../sandbox';
import { error, issue, tokenOf } from './api';
import { type Arranged, api, atSandbox, seeded } from './arrange';
import { keysOf, someKeys } from './check';

const minutes = 60_000;
const accountToken = issue({ aud: 'management-api', role: ['account-admin'], account: 'an-account' });

async function payoutTokenOf({ url, credentials }: Sandbox): Promise<string> {
  const response = await fetch(`${url}/v1/identity/payout`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${credentials.managementToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ customerRef: 'c', orderRef: 'o', instructionRef: 'i' }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

const tampered = (token: string): string => {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, [...signature].reverse().join('')].join('.');
};

/** The key pair and address of one sandbox, tried at another. */
async function ofOtherEnvironment(): Promise<Arranged> {
  const [own, tried] = await Promise.all([startSandbox(), startSandbox()]);
  const settings = { ...keysOf(own), IMBURSE_BASE_URL: own.url };
  return { trial: { baseUrl: tried.url, settings }, close: () => Promise.all([own.close(), tried.close()]) };
}

/** Faults that the target refuses. */
export const refusals = seeded(4, [
  [
    'a clock six minutes slow',
    'clock-slow',
    'hmac-exchange',
    () => atSandbox(undefined, (sandbox) => ({ settings: keysOf(sandbox), clockOffMs: -6 * minutes })),
  ],
  [
    'a clock six minutes fast, where the future is refused',
    'clock-fast',
    'hmac-exchange',
    () => atSandbox('hmac-future-refused', (sandbox) => ({ settings: keysOf(sandbox), clockOffMs: 6 * minutes })),
  ],
  [
    'a private key of another pair',
    'key-refused',
    'hmac-exchange',
    () =>
      atSandbox(undefined, (sandbox) => ({
        settings: { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: someKeys().IMBURSE_PRIVATE_KEY },
      })),
  ],
  [
    'a refusal with 403 and without a body',
    'key-refused',
    'hmac-exchange',
    { hmac: { status: 403, headers: { 'Content-Type': 'text/plain' } } },
  ],
  [
    'a private key cut short by a group of four',
    'private-key-too-short',
    'hmac-exchange',
    () =>
      atSandbox(undefined, (sandbox) => ({
        settings: { ...keysOf(sandbox), IMBURSE_PRIVATE_KEY: sandbox.credentials.privateKey.slice(0, -4) },
      })),
  ],
  ['a key of the other environment', 'key-of-other-environment', 'hmac-exchange', ofOtherEnvironment],
  ['a refusal with 400', 'key-refused', 'hmac-exchange', { hmac: error(400, 'SIGNATURE_IS_INVALID') }],
  [
    'a refusal with 400 in the older form',
    'key-refused',
    'hmac-exchange',
    { hmac: { status: 400, body: { errorCodes: ['SIGNATURE_IS_INVALID'] } } },
  ],
  ['a revoked key', 'key-revoked', 'hmac-exchange', { hmac: error(401, 'API_KEY_REVOKED') }],
  ['an Account key', 'account-key', 'payout-token', { hmac: accountToken, payout: error(403, 'FORBIDDEN') }],
  ['a key without the role', 'role-missing', 'payout-token', { payout: error(403, 'FORBIDDEN') }],
  [
    'another tenant than the settings name',
    'tenant-differs',
    'payout-token',
    () =>
      api(
        { payout: error(403, 'FORBIDDEN') },
        { settings: { ...someKeys(), IMBURSE_ACCOUNT_ID: randomUUID(), IMBURSE_TENANT_ID: randomUUID() } },
      ),
  ],
  [
    'an expired management token',
    'management-token-expired',
    'payout-token',
    () =>
      atSandbox(undefined, ({ credentials }) => ({
        settings: { IMBURSE_MANAGEMENT_TOKEN: credentials.expiredToken },
      })),
  ],
  [
    'a management token that is not valid yet',
    'management-token-not-yet-valid',
    'payout-token',
    () =>
      api(
        { payout: error(401, 'UNAUTHORISED') },
        {
          settings: {
            IMBURSE_MANAGEMENT_TOKEN: tokenOf({ aud: 'management-api', tenant: 'a', nbf: Date.now() / 1000 + 7200 }),
          },
        },
      ),
  ],
  [
    'a refusal with 200',
    'tenant-required',
    'hmac-exchange',
    { hmac: { ...error(400, 'TENANT_ID_IS_REQUIRED'), status: 200 } },
  ],
  [
    'a payout token given as management token',
    'payout-token-given',
    'payout-token',
    () =>
      atSandbox(undefined, async (sandbox) => ({
        settings: { IMBURSE_MANAGEMENT_TOKEN: await payoutTokenOf(sandbox) },
      })),
  ],
  [
    'a management token that was changed',
    'management-token-refused',
    'payout-token',
    () =>
      atSandbox(undefined, (sandbox) => ({
        settings: { ...keysOf(sandbox), IMBURSE_MANAGEMENT_TOKEN: tampered(sandbox.credentials.managementToken) },
      })),
  ],
  ...['TIMESTAMP_IS_INVALID', 'REQUEST_TIMESTAMP_EXPIRED', 'CLOCK_SKEW_TOO_LARGE'].map(
    (code) =>
      [
        `${code}, where the clock cannot be compared`,
        'clock-doubted',
        'hmac-exchange',
        { first: { ...error(401, 'NO'), headers: { Age: '12' } }, hmac: error(401, code) },
      ] as const,
  ),
  ['a tenant id that is required', 'tenant-required', 'hmac-exchange', { hmac: error(400, 'TENANT_ID_IS_REQUIRED') }],
  [
    'a tenant id that the payout call misses',
    'tenant-required',
    'payout-token',
    { payout: error(403, 'MISSING_TENANT_ID') },
  ],
  ['a tenant id, as a bad request', 'tenant-required', 'payout-token', { payout: error(400, 'TENANT_ID_IS_REQUIRED') }],
  ...[403, 400].map(
    (status) =>
      [
        `an account id that is required, with ${status}`,
        'account-required',
        'payout-token',
        { payout: error(status, 'ACCOUNT_ID_IS_REQUIRED') },
      ] as const,
  ),
  [
    'the tenant id as public key',
    'public-key-is-owner',
    'hmac-exchange',
    () => {
      const keys = someKeys();
      const settings = { ...keys, IMBURSE_TENANT_ID: keys.IMBURSE_PUBLIC_KEY.toUpperCase() };
      return api({ hmac: error(401, 'UNAUTHORISED') }, { settings });
    },
  ],
  [
    'an account that the target does not know, with 404',
    'owner-unknown',
    'hmac-exchange',
    { hmac: error(404, 'ACCOUNT_NOT_FOUND') },
  ],
  [
    'a tenant that the target does not know, with 404 at the payout call',
    'owner-unknown',
    'payout-token',
    { payout: error(404, 'TENANT_NOT_FOUND') },
  ],
  ['an account that is suspended', 'owner-disabled', 'payout-token', { payout: error(403, 'ACCOUNT_SUSPENDED') }],
  [
    'a key that the target does not know, with 404',
    'key-refused',
    'hmac-exchange',
    { hmac: error(404, 'API_KEY_NOT_FOUND') },
  ],
  ['a disabled key', 'key-revoked', 'hmac-exchange', { hmac: error(403, 'API_KEY_DISABLED') }],
]);
