import { settingNames } from '../run/environment/setting-table';
import type { Secrets } from './types';

const variables = [
  ...['HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'],
  ...['accessToken', 'management token', 'private key', 'public key'],
];
const names = [...settingNames, ...variables].sort((one, other) => other.length - one.length);
const namePattern = new RegExp(`((?:${names.join('|')})(?:_FILE)?)`);

/**
 * Secrets that leave the names of settings alone: a value that swallowed other lines of `.env` contains them. The titles
 * and remedies of diagnoses come from their table, after redaction, so no text is spared for being one of them.
 */
export const sparingOwnWords = (secrets: Secrets): Secrets => ({
  learn: (...args) => secrets.learn(...args),
  allow: (value) => secrets.allow(value),
  knows: (text) => secrets.knows(text),
  redact: (text, looking) =>
    text
      .split(namePattern)
      .map((part, index) => (index % 2 === 1 ? part : secrets.redact(part, looking)))
      .join(''),
});
