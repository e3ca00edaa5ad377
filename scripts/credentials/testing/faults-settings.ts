import { randomUUID } from 'node:crypto';
import { api, seeded } from './arrange';
import { someKeys } from './check';

/** A malformed private key, at a server that would accept anything. */
const spoiled = (change: (key: string) => string) => () => {
  const keys = someKeys();
  return api({}, { settings: { ...keys, IMBURSE_PRIVATE_KEY: change(keys.IMBURSE_PRIVATE_KEY) } });
};

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
]);
