import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { InputProblem, readInput } from '../../lib/read-input';
import { shellQuote } from '../../lib/shell';
import { messageOf, UserError } from '../../lib/user-error';
import { decodeText } from './env-file';

const longestFile = 64 * 1024;

/** A file that a setting names could not be read on this machine. Another machine may have it. */
export class UnreadableSecret extends UserError {}

const pathOf = (file: string, folder: string): string => {
  if (/^~(?=\/|$)/.test(file)) return join(homedir(), file.slice(1));
  return isAbsolute(file) ? file : join(folder, file);
};

/** Why a file is not read, and what to do. */
function refusal(what: string, file: string, { code }: InputProblem): UnreadableSecret {
  if (code === 'exposed')
    return new UnreadableSecret(
      `${what}: ${file} contains a secret and other users can read it`,
      `chmod 600 ${shellQuote(file)}`,
    );
  return code === 'too-large'
    ? new UnreadableSecret(`${what}: ${file} is longer than 64 KiB`, 'give a file that contains only the value')
    : new UnreadableSecret(
        `${what}: ${file} is not a regular file`,
        'give the path of a file that holds the value alone',
      );
}

/**
 * The content of a file with one value, without the final line break.
 *
 * @param what the setting that names it, for messages
 * @throws UnreadableSecret for a file that is missing, empty, too long or no regular file, or a secret that others can read
 */
export function readValueFile(what: string, file: string, folder: string, secret: boolean): string {
  const path = pathOf(file, folder);
  let bytes: Buffer;
  try {
    bytes = readInput(path, longestFile, secret);
  } catch (error) {
    if (error instanceof InputProblem) throw refusal(what, file, error);
    const code = (error as NodeJS.ErrnoException).code ?? messageOf(error);
    const looked = path === file ? '' : `; looked for ${path}`;
    throw new UnreadableSecret(`${what}: ${file} cannot be read (${code}${looked})`, 'check its path and permissions');
  }
  // A byte order mark is left for the check of the value to name.
  const { encoding, text } = decodeText(bytes);
  const value = (encoding === 'UTF-16' ? `\uFEFF${text}` : bytes.toString('utf8')).replace(/\r?\n$/, '');
  if (value.trim() === '') throw new UnreadableSecret(`${what}: ${file} is empty`, 'write the value into the file');
  return value;
}
