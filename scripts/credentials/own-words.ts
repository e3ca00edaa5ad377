import { settingNames } from '../run/environment/setting-table';
import { diagnoses } from './diagnoses';
import type { Secrets } from './types';

const variables = [
  'HTTPS_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'accessToken',
  'management token',
  'private key',
  'public key',
];
const names = [...settingNames, ...variables].sort((one, other) => other.length - one.length);
const namePattern = new RegExp(`((?:${names.join('|')})(?:_FILE)?)`);

const sentences = new Set(Object.values(diagnoses).flatMap(({ title, remedy }) => [title, remedy]));

/**
 * Secrets that leave this tool's own words alone. A value that swallowed other lines of `.env`, or that is a word, has
 * parts in common with them.
 */
export const sparingOwnWords = (secrets: Secrets): Secrets => ({
  learn: (...args) => secrets.learn(...args),
  allow: (value) => secrets.allow(value),
  redact: (text, looking) =>
    sentences.has(text)
      ? text
      : text
          .split(namePattern)
          .map((part, index) => (index % 2 === 1 ? part : secrets.redact(part, looking)))
          .join(''),
});
