import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { decodeText } from '../../lib/decode-text';
import { inputProblemText } from '../../lib/file-problem';
import { InputProblem, readInput } from '../../lib/read-input';
import { secretShape } from '../../lib/secret-shape';
import { shellQuote } from '../../lib/shell';
import { UserError } from '../../lib/user-error';

const longestFile = 64 * 1024;
const longestPem = 4 * 1024 * 1024;

/** A file that a setting names could not be read on this machine. Another machine may have it. */
export class UnreadableSecret extends UserError {}

const pathOf = (file: string, folder: string): string => {
  if (/^~(?=\/|$)/.test(file)) return join(homedir(), file.slice(1));
  return isAbsolute(file) ? file : join(folder, file);
};

/** Why a file is not read, and what to do. */
function refusal(what: string, file: string, { code }: InputProblem, longest: number): UnreadableSecret {
  if (code === 'exposed')
    return new UnreadableSecret(
      `${what}: ${file} contains a secret and other users can read it`,
      `chmod 600 ${shellQuote(file)}`,
    );
  return code === 'too-large'
    ? new UnreadableSecret(
        `${what}: ${file} is longer than ${longest / 1024} KiB`,
        'give a file that contains only the value',
      )
    : new UnreadableSecret(
        `${what}: ${file} is not a regular file`,
        'give the path of a file that holds the value alone',
      );
}

/** Reads a file, and names the setting and the path if it cannot. */
function readNamed(what: string, file: string, folder: string, secret: boolean, longest = longestFile): Buffer {
  // Not shown, because it is not a path.
  if (secretShape(file) || file.includes('-----BEGIN'))
    throw new UnreadableSecret(
      `${what} contains a key or token instead of the path of a file`,
      'set it to a path, or set the value under the name without _FILE',
    );
  const path = pathOf(file, folder);
  try {
    return readInput(path, longest, secret);
  } catch (error) {
    if (error instanceof InputProblem) throw refusal(what, file, error, longest);
    const looked = path === file ? '' : `; looked for ${path}`;
    throw new UnreadableSecret(
      `${what}: ${file} cannot be read: ${inputProblemText(error)}${looked}`,
      'check its path and permissions',
    );
  }
}

/**
 * The content of a file of certificates or their keys, which may be a long list.
 *
 * @throws UnreadableSecret for a file that is missing, too long or no regular file
 */
export const readPemFile = (what: string, file: string, folder: string, secret = false): Buffer =>
  readNamed(what, file, folder, secret, longestPem);

/**
 * The content of a file with one value, without the final line break.
 *
 * @param what the setting that names it, for messages
 * @throws UnreadableSecret for a file that is missing, empty, too long or no regular file, or a secret that others can read
 */
export function readValueFile(what: string, file: string, folder: string, secret: boolean): string {
  const bytes = readNamed(what, file, folder, secret);
  if (decodeText(bytes).encoding === 'UTF-16')
    throw new UnreadableSecret(`${what}: ${file} is in UTF-16`, 'save it as UTF-8 without a byte order mark');
  // A byte order mark is left for the check of the value to name.
  const value = bytes.toString('utf8').replace(/\r?\n$/, '');
  if (value.trim() === '') throw new UnreadableSecret(`${what}: ${file} is empty`, 'write the value into the file');
  return value;
}
