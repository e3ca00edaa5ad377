import type { DiagnosisTable } from './types';

const copyAgain = 'copy the private key once more, whole, with nothing before or after it';

/** What is wrong with the settings, seen before anything is sent. */
export const settingDiagnoses = {
  'credentials-missing': {
    title: 'No credentials are set',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'set IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY (or IMBURSE_PRIVATE_KEY_FILE), or IMBURSE_MANAGEMENT_TOKEN',
  },
  'key-pair-incomplete': {
    title: 'Only one half of the key pair is set',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'set IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY of the same Tenant API key',
  },
  'setting-malformed': {
    title: 'A setting does not have the form that it must have',
    evidence: [],
    blame: 'settings',
    remedy: 'set it as the line below says',
  },
  'keys-swapped': {
    title: 'The public and the private key are swapped',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'exchange IMBURSE_PUBLIC_KEY (a GUID) and IMBURSE_PRIVATE_KEY (base64)',
  },
  'public-key-malformed': {
    title: 'The public key does not have the form of one',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'copy the public key once more: it is one word, in practice a GUID',
  },
  'private-key-quoted': {
    title: 'The private key is in quotes',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'take the quotes away: they are part of the value here',
  },
  'private-key-line-break': {
    title: 'The private key holds a line break',
    evidence: ['H1'],
    blame: 'settings',
    remedy: copyAgain,
  },
  'private-key-white-space': {
    title: 'The private key holds white space',
    evidence: ['H1'],
    blame: 'settings',
    remedy: copyAgain,
  },
  'private-key-byte-order-mark': {
    title: 'The private key starts with a byte order mark',
    evidence: ['H1'],
    blame: 'settings',
    remedy: 'save its file as UTF-8 without a byte order mark',
  },
  'private-key-not-base64': {
    title: 'The private key is not base64',
    evidence: ['H1', 'H2'],
    blame: 'settings',
    remedy: copyAgain,
  },
  'private-key-cut-short': {
    title: 'The private key is cut short',
    evidence: ['H1', 'H2'],
    blame: 'settings',
    remedy: copyAgain,
  },
} as const satisfies DiagnosisTable;
