import { messageOf } from './user-error';

/** What both reading and writing can end with. */
const shared: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'its name is too long',
  ENOTDIR: 'a part of its path is a file',
  EIO: 'the disk reports an error',
  EBUSY: 'it is in use',
};

const ofReading: Readonly<Record<string, string>> = {
  ...shared,
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  'not-a-file': 'it is not a regular file',
  'too-large': 'it is too large',
  exposed: 'it contains a secret and other users can read it',
};

const ofWriting: Readonly<Record<string, string>> = {
  ...shared,
  ENOENT: 'its folder does not exist',
  EEXIST: 'a file with this name exists',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  EDQUOT: 'the disk quota is used up',
};

const textOf = (words: Readonly<Record<string, string>>, error: unknown, other: (code?: string) => string): string => {
  const { code } = error as { readonly code?: string };
  if (code === 'EMFILE' || code === 'ENFILE') throw error;
  return (code && words[code]) ?? other(code);
};

/**
 * Why a file cannot be read, to follow "cannot be read: ". An unknown code of Node is given as it is.
 *
 * @throws the error itself if it says nothing of this file: too many are open
 */
export const inputProblemText = (error: unknown): string =>
  textOf(ofReading, error, (code) => code ?? messageOf(error));

/**
 * Why a file or folder cannot be written, to follow "cannot be written: ".
 *
 * @throws the error itself if it says nothing of this file: too many are open
 */
export const outputProblemText = (error: unknown): string => textOf(ofWriting, error, () => messageOf(error));
