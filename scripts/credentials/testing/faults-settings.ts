import { randomUUID } from 'node:crypto';
import { base64urlEncode } from '../../lib/base64url';
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
  ['with a Greek letter', 'private-key-not-base64', (key) => `\u0391${key.slice(1)}`],
  ['with a full-width "="', 'private-key-not-base64', (key) => `${key.slice(0, -1)}\uff1d`],
  ['that ends with an ellipsis', 'private-key-not-base64', (key) => `${key.slice(0, 20)}\u2026`],
  ['that is masked', 'private-key-not-base64', (key) => `${key.slice(0, 4)}****${key.slice(-4)}`],
  ['with an HTML entity', 'private-key-not-base64', (key) => key.replace('=', '&#61;')],
  ['in JSON', 'private-key-not-base64', (key) => JSON.stringify({ privateKey: key })],
  ['after its name', 'private-key-white-space', (key) => `privateKey: ${key}`],
  ['after the name of its setting', 'private-key-not-base64', (key) => `IMBURSE_PRIVATE_KEY=${key}`],
  ['pasted twice', 'private-key-not-base64', (key) => key + key],
  ['after base64:', 'private-key-not-base64', (key) => `base64:${key}`],
  ['in hexadecimal after 0x', 'private-key-not-base64', (key) => `0x${Buffer.from(key, 'base64').toString('hex')}`],
  [
    'in hexadecimal with colons',
    'private-key-not-base64',
    (key) =>
      Buffer.from(key, 'base64')
        .toString('hex')
        .replace(/..(?!$)/g, '$&:'),
  ],
  ['with a carriage return', 'private-key-line-break', (key) => `${key}\r`],
  ['in the colours of a terminal', 'private-key-not-base64', (key) => `\u001b[32m${key}\u001b[0m`],
  ['with a NUL', 'private-key-not-base64', (key) => `${key}\0`],
  ['of one character', 'private-key-cut-short', () => 'a'],
  ['with a soft hyphen', 'private-key-not-base64', (key) => `${key.slice(0, 20)}\u00ad${key.slice(20)}`],
  ['in single smart quotes', 'private-key-quoted', (key) => `\u2018${key}\u2019`],
  ['in guillemets', 'private-key-quoted', (key) => `\u00ab${key}\u00bb`],
  ['that is a path of Windows', 'private-key-is-path', () => 'C:\\keys\\imburse.key'],
  [
    'in JSON that was copied whole',
    'private-key-not-base64',
    (key) => JSON.stringify({ publicKey: randomUUID(), key }),
  ],
  ['as its bytes', 'private-key-not-base64', (key) => `${Buffer.from(key, 'base64').toString('utf8')}\uFFFD`],
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
  ['a URN', `urn:uuid:${randomUUID()}`],
  ['with an en dash', randomUUID().replace('-', '\u2013')],
  ['with a space at its end', `${randomUUID()} `],
  ['with an O for a zero', `O${randomUUID().slice(1)}`],
  ['with a semicolon', `${randomUUID()};`],
  ['pasted twice', `${randomUUID()}${randomUUID()}`],
  ['with a byte order mark', `\uFEFF${randomUUID()}`],
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
  ['that is encrypted', `${base64urlEncode('{"alg":"dir","enc":"A256GCM"}')}..a.b.c`],
  ['that is a private key', someKeys().IMBURSE_PRIVATE_KEY],
  ['that is a GUID', randomUUID()],
  ['that is opaque', 'an-opaque-token-of-some-length'],
  ['that was cut in its signature', good.slice(0, -20)],
  ['that was cut with an ellipsis', `${good.slice(0, 40)}...`],
  ['pasted twice', good + good],
  ['in a list', `["${good}"]`],
  ['in a URL', `https://jwt.example.com/?token=${good}`],
  ['that is percent-encoded', good.replace('.', '%2E')],
  ['in base64', Buffer.from(good).toString('base64')],
  ['that is the header of the exchange', `Hmac ${randomUUID()}:nonce:1:signature`],
  ['with two Bearer', `Bearer Bearer ${good}`],
  ['that is not signed', good.replace(/^[^.]*/, base64urlEncode('{"alg":"none"}'))],
  ['that is a host name', 'www.example.com'],
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
  ['an .env in JSON', JSON.stringify({ IMBURSE_PUBLIC_KEY: randomUUID() }, null, 2)],
  ['an .env with a hyphen in the name', `IMBURSE-PUBLIC-KEY=${randomUUID()}\n`],
  ['an .env with a blank in the name', `IMBURSE PUBLIC KEY=${randomUUID()}\n`],
  ['an .env with a no-break space before the name', `\u00a0IMBURSE_PUBLIC_KEY=${randomUUID()}\n`],
  ['an .env with a zero-width space in the name', `IMBURSE_\u200bPUBLIC_KEY=${randomUUID()}\n`],
  ['an .env with a Cyrillic letter in the name', `IMBURSE_\u0420UBLIC_KEY=${randomUUID()}\n`],
  ['an .env with names without the prefix', `PUBLIC_KEY=${randomUUID()}\n`],
  ['an .env with other names', `IMBURSE_API_KEY=${randomUUID()}\n`],
  ['an .env with a short variable', 'IMBURSE_PRIVATE_KEY=$K\n'],
  ['an .env with a command', 'IMBURSE_PRIVATE_KEY=$(cat key.txt)\n'],
  ['an .env with "\\n" in quotes', `IMBURSE_PUBLIC_KEY="${randomUUID()}\\n"\n`],
  ['an .env with a value over two lines', `IMBURSE_PUBLIC_KEY="${randomUUID()}\n"\n`],
  ['an .env with ":="', `IMBURSE_PUBLIC_KEY:=${randomUUID()}\n`],
  ['an .env of setx', `setx IMBURSE_PUBLIC_KEY ${randomUUID()}\n`],
  ['an .env of fish', `set -x IMBURSE_PUBLIC_KEY ${randomUUID()}\n`],
  ['an .env with a blank for "="', `IMBURSE_PUBLIC_KEY ${randomUUID()}\n`],
  ['an .env with a path of Windows', 'IMBURSE_PRIVATE_KEY=C:\\keys\\imburse.key\n'],
  ['an .env of a Dockerfile', `ENV IMBURSE_PUBLIC_KEY=${randomUUID()}\n`],
  ['an .env that is a picture', '\ufffd\ufffd\u0000\u0010JFIF\n'],
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
  ...['XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX=', 'AAAAAAAAAAAAAAAAAAAAAAAA'].map(
    (text) => [`${text} for a private key`, 'setting-placeholder', 'key-form', spoiled(() => text)] as const,
  ),
  [
    'the public key for both keys',
    'private-key-not-base64',
    'key-form',
    () => {
      const { IMBURSE_PUBLIC_KEY } = someKeys();
      return api({}, { settings: { IMBURSE_PUBLIC_KEY, IMBURSE_PRIVATE_KEY: IMBURSE_PUBLIC_KEY } });
    },
  ],
  ['zeros for a public key', 'setting-placeholder', 'key-form', withPublic('00000000-0000-0000-0000-000000000000')],
  ...['acme', `"${randomUUID()}"`, `{${randomUUID()}}`, randomUUID().slice(1)].map(
    (text, index) =>
      [
        `a tenant id that is not a GUID (${index + 1})`,
        'setting-malformed',
        'settings',
        () => api({}, { settings: { ...someKeys(), IMBURSE_TENANT_ID: text } }),
      ] as const,
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
