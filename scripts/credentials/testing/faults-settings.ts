import { randomUUID } from 'node:crypto';
import type { SettingName } from '../../run/environment/setting-table';
import type { DiagnosisCode } from '../diagnoses';
import { tokenOf } from './api';
import { api, seeded } from './arrange';
import { someKeys } from './check';

/** A malformed private key, at a server that would accept anything. */
const spoiled = (change: (key: string) => string) => () => {
  const keys = someKeys();
  return api({}, { settings: { ...keys, IMBURSE_PRIVATE_KEY: change(keys.IMBURSE_PRIVATE_KEY) } });
};

const withPublic = (value: string) => () => api({}, { settings: { ...someKeys(), IMBURSE_PUBLIC_KEY: value } });

const withToken = (IMBURSE_MANAGEMENT_TOKEN: string) => () => api({}, { settings: { IMBURSE_MANAGEMENT_TOKEN } });

/** Ways to spoil a private key. */
const keyRows: readonly (readonly [name: string, code: DiagnosisCode, change: (key: string) => string])[] = [
  ['with a zero-width space', 'private-key-not-base64', (key) => `${key.slice(0, 9)}\u200b${key.slice(9)}`],
  ['with a Cyrillic letter', 'private-key-not-base64', (key) => `\u0430${key.slice(1)}`],
  ['with a no-break space', 'private-key-not-base64', (key) => `${key}\u00a0`],
  ['with "\\n" as text', 'private-key-line-break', (key) => `${key}\\n`],
  ['that is percent-encoded', 'private-key-not-base64', (key) => key.replace(/=/g, '%3D')],
  ['in smart quotes', 'private-key-quoted', (key) => `\u201c${key}\u201d`],
  ['in backticks', 'private-key-quoted', (key) => `\`${key}\``],
  ['in PEM', 'private-key-not-base64', (key) => `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`],
  ['that is a token', 'private-key-not-base64', () => tokenOf({ aud: 'management-api' })],
  ['in hexadecimal', 'private-key-not-base64', (key) => Buffer.from(key, 'base64').toString('hex')],
  ['in base64 twice', 'private-key-encoded-twice', (key) => Buffer.from(key).toString('base64')],
  ['with one "=" too many', 'private-key-cut-short', (key) => `${key}=`],
  ['without its "="', 'private-key-cut-short', (key) => key.replace(/=+$/, '')],
  ['with a "=" inside', 'private-key-not-base64', (key) => `${key.slice(0, 8)}=${key.slice(8)}`],
  ['that is a path', 'private-key-is-path', () => '/run/secrets/imburse_private_key'],
  ['that is a path at home', 'private-key-is-path', () => '~/keys/imburse'],
  ['with a tab', 'private-key-white-space', (key) => `${key}\t`],
];

const publicKeys: readonly (readonly [name: string, value: string])[] = [
  ['a word', 'nobody'],
  ['in quotes', `"${randomUUID()}"`],
  ['in braces', `{${randomUUID()}}`],
  ['without hyphens', randomUUID().replaceAll('-', '')],
  ['cut', randomUUID().slice(0, -1)],
  ['another private key', someKeys().IMBURSE_PRIVATE_KEY],
  ['a token', tokenOf({ aud: 'management-api' })],
  ['the path of a file', './public.key'],
];

const good = tokenOf({ aud: 'management-api', tenant: 'a-tenant' });
const tokens: readonly (readonly [name: string, token: string])[] = [
  ['in quotes', `"${good}"`],
  ['with a line break', `${good.slice(0, 40)}\n${good.slice(40)}`],
  ['with "\\n" as text', `${good}\\n`],
  ['in its JSON', JSON.stringify({ accessToken: good })],
  ['in its header', `Authorization: Bearer ${good}`],
  ['that was cut after its payload', good.split('.').slice(0, 2).join('.')],
  ['that was cut in its payload', good.slice(0, 60)],
  ['without a signature', `${good.split('.').slice(0, 2).join('.')}.`],
  ['that is encrypted', 'eyJhbGciOiJkaXIifQ..a.b.c'],
  ['that is a private key', someKeys().IMBURSE_PRIVATE_KEY],
  ['that is a GUID', randomUUID()],
  ['that is opaque', 'an-opaque-token-of-some-length'],
];

const exposures: readonly (readonly [name: string, make: (key: string) => Partial<Record<SettingName, string>>])[] = [
  ['in the public key too', (key) => ({ IMBURSE_PUBLIC_KEY: key })],
  ['in the token too', (key) => ({ IMBURSE_MANAGEMENT_TOKEN: key })],
  ['in a token after Bearer', (key) => ({ IMBURSE_MANAGEMENT_TOKEN: `Bearer ${key}` })],
  ["in a token's claim", (key) => ({ IMBURSE_MANAGEMENT_TOKEN: tokenOf({ aud: 'management-api', key }) })],
  ['in the expired token', (key) => ({ IMBURSE_EXPIRED_TOKEN: key })],
  ['in hexadecimal as the tenant', (key) => ({ IMBURSE_TENANT_ID: Buffer.from(key).toString('hex') })],
  ['in base64 as the account', (key) => ({ IMBURSE_ACCOUNT_ID: Buffer.from(key).toString('base64') })],
  ['after the public key', (key) => ({ IMBURSE_PUBLIC_KEY: `${randomUUID()}:${key}` })],
];

const envLines: readonly (readonly [name: string, text: string])[] = [
  ['an .env of cmd.exe', `set IMBURSE_PUBLIC_KEY=${randomUUID()}\n`],
  ['an .env of PowerShell', `$env:IMBURSE_PUBLIC_KEY = "${randomUUID()}"\n`],
  ['an .env in YAML', `IMBURSE_PUBLIC_KEY: ${randomUUID()}\n`],
  ['an .env in lower case', `imburse_public_key=${randomUUID()}\n`],
  ['an .env with a misspelt name', `IMBURSE_PUBLC_KEY=${randomUUID()}\n`],
  ['an .env with a quote that is not closed', `IMBURSE_PUBLIC_KEY="${randomUUID()}\nIMBURSE_TENANT_ID=a\n`],
  ['an .env with a variable', `IMBURSE_PUBLIC_KEY=\${OTHER}\n`],
  ['an .env with a backslash', 'IMBURSE_PRIVATE_KEY=abc\\\n'],
  ['an .env without "="', 'IMBURSE_PRIVATE_KEY\n'],
];

/** Faults found before anything is sent. */
export const settingFaults = seeded(2, [
  ['nothing set', 'credentials-missing', 'settings', () => api({}, { settings: {} })],
  [
    'half a key pair',
    'key-pair-incomplete',
    'settings',
    () => api({}, { settings: { IMBURSE_PUBLIC_KEY: randomUUID() } }),
  ],
  [
    'a token with Bearer before it',
    'setting-malformed',
    'settings',
    () => api({}, { settings: { IMBURSE_MANAGEMENT_TOKEN: 'Bearer abcdefghijklmnop' } }),
  ],
  [
    'public and private key swapped',
    'keys-swapped',
    'key-form',
    () => {
      const { IMBURSE_PUBLIC_KEY, IMBURSE_PRIVATE_KEY } = someKeys();
      const settings = { IMBURSE_PUBLIC_KEY: IMBURSE_PRIVATE_KEY, IMBURSE_PRIVATE_KEY: IMBURSE_PUBLIC_KEY };
      return api({}, { settings });
    },
  ],
  [
    'a public key with a colon',
    'public-key-malformed',
    'key-form',
    () => api({}, { settings: { ...someKeys(), IMBURSE_PUBLIC_KEY: 'key:nonce' } }),
  ],
  ['a private key in quotes', 'private-key-quoted', 'key-form', spoiled((key) => `"${key}"`)],
  ['a private key with a quote before it', 'private-key-quoted', 'key-form', spoiled((key) => `'${key}`)],
  ['a private key with a newline at its end', 'private-key-line-break', 'key-form', spoiled((key) => `${key}\n`)],
  [
    'a private key wrapped over two lines',
    'private-key-line-break',
    'key-form',
    spoiled((key) => `${key.slice(0, 20)}\r\n${key.slice(20)}`),
  ],
  ['a private key with a space', 'private-key-white-space', 'key-form', spoiled((key) => ` ${key}`)],
  ['a byte order mark', 'private-key-byte-order-mark', 'key-form', spoiled((key) => `\uFEFF${key}`)],
  ['a byte order mark read as Latin-1', 'private-key-byte-order-mark', 'key-form', spoiled((key) => `ï»¿${key}`)],
  ['a private key that is not base64', 'private-key-not-base64', 'key-form', spoiled((key) => `${key.slice(1)}!`)],
  ['a private key in base64url', 'private-key-not-base64', 'key-form', spoiled((key) => `-_${key.slice(2)}`)],
  ['a GUID for a private key', 'private-key-not-base64', 'key-form', spoiled(() => randomUUID())],
  ['a private key cut short', 'private-key-cut-short', 'key-form', spoiled((key) => key.slice(0, -3))],
  ...keyRows.map(([name, code, change]) => [`a private key ${name}`, code, 'key-form', spoiled(change)] as const),
  ...publicKeys.map(
    ([name, value]) => [`a public key that is ${name}`, 'public-key-malformed', 'key-form', withPublic(value)] as const,
  ),
  ...tokens.map(([name, token]) => [`a token ${name}`, 'setting-malformed', 'settings', withToken(token)] as const),
  ...['null', 'changeme', '<your key>', `\${KEY}`, 'YOUR_PRIVATE_KEY'].map(
    (text) => [`${text} for a private key`, 'setting-placeholder', 'key-form', spoiled(() => text)] as const,
  ),
  ['null for a token', 'setting-placeholder', 'settings', withToken('null')],
  ...exposures.map(
    ([name, make]) =>
      [
        `the private key ${name}`,
        'private-key-exposed',
        'settings',
        () => {
          const keys = someKeys();
          return api({}, { settings: { ...keys, ...make(keys.IMBURSE_PRIVATE_KEY) } });
        },
      ] as const,
  ),
  ...envLines.map(
    ([name, envText]) =>
      [name, 'env-line-not-understood', 'settings', () => api({}, { settings: {}, envText })] as const,
  ),
]);
