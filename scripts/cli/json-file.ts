import { resolve } from 'node:path';
import type { Worded } from '../lib/called-as';
import { inputProblemText } from '../lib/file-problem';
import { isJsonObject, type JsonObject, parseJson } from '../lib/json';
import { notJsonText } from '../lib/json-mistake';
import { readInput } from '../lib/read-input';
import { UserError } from '../lib/user-error';

const longestFile = 64 * 2 ** 20;

/** The expected content of a file that an option names. */
export interface NamedInput {
  readonly option: string;
  /** As in "it is not a Postman collection". */
  readonly what: string;
  readonly remedy: Worded;
}

/**
 * The JSON object in a file that the user named.
 *
 * @throws UserError for a file that cannot be read, and for one that does not contain a JSON object, with the line and
 *   column of a mistake
 */
export function readJsonObject(file: string, cwd: string, { option, what, remedy }: NamedInput): JsonObject {
  let text: string;
  try {
    // Editors on Windows write a byte order mark.
    text = readInput(resolve(cwd, file), longestFile)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`${option}: ${file} cannot be read: ${inputProblemText(error)}`, 'check the path');
  }
  const reading = parseJson(text);
  if (reading.ok && isJsonObject(reading.value)) return reading.value;
  throw new UserError(`${option}: ${notJsonText(file, text) ?? `${file} is not ${what}`}`, remedy);
}
