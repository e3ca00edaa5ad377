import { blaming, copyAgain } from './diagnosis';

/** Settings, checked before anything is sent. */
export const settingsDiagnoses = blaming('settings', {
  'credentials-missing': {
    title: 'No credentials are set',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY (or IMBURSE_PRIVATE_KEY_FILE), or IMBURSE_MANAGEMENT_TOKEN',
  },
  'key-pair-incomplete': {
    title: 'Only one half of the key pair is set',
    evidence: ['H1'],
    remedy: 'set both IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY, from the same Tenant API key',
  },
  'setting-malformed': {
    title: 'A setting is malformed',
    remedy: 'correct that setting',
  },
  'setting-placeholder': {
    title: 'A setting contains a placeholder instead of a value',
    remedy: 'replace it with the value from the portal, or remove the setting',
  },
  'env-line-not-understood': {
    title: 'A line of .env cannot be parsed',
    remedy: 'correct that line: one NAME=value in each line',
  },
  'private-key-exposed': {
    title: 'The private key also appears in a setting that is sent to the target',
    evidence: ['H1'],
    remedy:
      'keep it in IMBURSE_PRIVATE_KEY alone; nothing was sent now, but create a new key if it was sent from there before',
  },
  'private-key-encoded-twice': {
    title: 'The private key is encoded in base64 twice',
    evidence: ['H1', 'H2'],
    remedy: 'decode it once (base64 -d), or copy it again from the portal',
  },
  'keys-swapped': {
    title: 'The public key and the private key are swapped',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PUBLIC_KEY to the GUID and IMBURSE_PRIVATE_KEY to the base64 text',
  },
  'public-key-malformed': {
    title: 'The public key is malformed',
    evidence: ['H1'],
    remedy: 'copy the public key again: it is a GUID',
  },
  'private-key-quoted': {
    title: 'The private key is in quotes',
    evidence: ['H1'],
    remedy: 'remove the quotes; they are read as part of the key',
  },
  'private-key-line-break': {
    title: 'The private key contains a line break',
    evidence: ['H1'],
    remedy: copyAgain,
  },
  'private-key-white-space': {
    title: 'The private key contains white space',
    evidence: ['H1'],
    remedy: copyAgain,
  },
  'private-key-byte-order-mark': {
    title: 'The private key starts with a byte order mark',
    evidence: ['H1'],
    remedy: 'save the key file as UTF-8 without a byte order mark',
  },
  'private-key-not-base64': {
    title: 'The private key is not base64',
    evidence: ['H1', 'H2'],
    remedy: copyAgain,
  },
  'private-key-is-path': {
    title: 'The private key is the path of a file',
    evidence: ['H1'],
    remedy: 'set IMBURSE_PRIVATE_KEY_FILE to that path, and remove IMBURSE_PRIVATE_KEY',
  },
  'private-key-cut-short': {
    title: 'The private key is cut short',
    evidence: ['H1', 'H2'],
    remedy: copyAgain,
  },
});
