import { lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { inputProblemText } from '../lib/file-problem';
import { parseJson } from '../lib/json';
import { notJsonText } from '../lib/json-mistake';
import { isFolder } from '../lib/make-folders';
import { readJsonCollection, readJsonEnvironment } from '../lib/postman/formats';
import type { Environment21, Files, PostmanWarning, ReadCollection } from '../lib/postman/types';
import { readV3Environment } from '../lib/postman/v3-environment';
import { V3Reader } from '../lib/postman/v3-fields';
import { readV3 } from '../lib/postman/v3-read';
import { InputProblem, readInputText } from '../lib/read-input';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';

/** Of all files together. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 50_000;
const deepestFolder = 64;

const exportRemedy = 'export the collection from Postman in format 2.1, or name the folder of a v3 collection';

const unreadable = (option: string, file: string, error: unknown): UserError =>
  new UserError(`${option}: ${file} cannot be read: ${inputProblemText(error)}`, 'check the path');

/** What is read of a v3 collection: YAML, and the files that `convert` adds. */
const ofInterest = /\.ya?ml$|^only-in-2\.1\.json$/i;

interface Folder {
  readonly files: Files;
  readonly warnings: readonly PostmanWarning[];
}

/** Every file of interest below a folder, by path relative to it. Links are not followed: they may lead anywhere. */
function filesBelow(root: string): Folder {
  const files = new Map<string, string>();
  const warnings: PostmanWarning[] = [];
  let bytes = 0;
  const visit = (folder: string, below: string, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      const full = join(folder, entry.name);
      if (entry.isSymbolicLink()) warnings.push({ file: path, message: 'is a link, so it is not read' });
      else if (!entry.isFile() && !entry.isDirectory() && ofInterest.test(entry.name))
        warnings.push({ file: path, message: 'is not a regular file, so it is not read' });
      if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') {
        if (depth >= deepestFolder) throw new UserError(`${full}: folders are nested too deeply`, 'move it up');
        visit(full, path, depth + 1);
      }
      if (!entry.isFile() || !ofInterest.test(entry.name)) continue;
      bytes += lstatSync(full).size;
      if (bytes > mostBytes || files.size >= mostFiles) {
        throw new UserError(`${root} has more than 64 MiB or ${mostFiles} files`, 'name the folder of one collection');
      }
      files.set(path, readInputText(full, mostBytes));
    }
  };
  visit(root, '', 0);
  return { files, warnings };
}

const namesIn = (folder: string): string[] => (isFolder(folder) ? readdirSync(folder).sort() : []);
const isCollection = (folder: string): boolean =>
  namesIn(folder).some((name) => name === '.resources' || /\.request\.ya?ml$/i.test(name));

/** The root of the collection in a folder: the folder itself, its `postman/collections`, or the only one in there. */
function collectionRoot(folder: string, shown: string): string {
  if (isCollection(folder)) return folder;
  const candidates = [join(folder, 'postman', 'collections'), join(folder, 'collections'), folder];
  const isList = (each: string) => basename(each) === 'collections' && isFolder(each);
  const list = candidates.find(isList);
  if (list === undefined) return folder;
  if (isCollection(list)) return list;
  const found = namesIn(list).filter((name) => !name.startsWith('.') && isFolder(join(list, name)));
  if (found.length === 1) return join(list, found[0]!);
  const names = found.slice(0, 10).map((name) => visible(JSON.stringify(name)));
  throw found.length === 0
    ? new UserError(`${shown} contains no collection`, exportRemedy)
    : new UserError(
        `${shown} contains ${found.length} collections: ${names.join(', ')}`,
        `name one of them, as in ${join(shown, relative(folder, list), found[0]!)}`,
      );
}

/** An environment in format v3 in the folder of a collection. */
export interface EnvironmentFile {
  readonly name: string;
  readonly path: string;
}

const environmentEnding = /\.environment\.(?:ya?ml|json)$/i;

/** The environments of the workspace that a v3 collection is in. */
function environmentsBeside(root: string): EnvironmentFile[] {
  const folder = join(dirname(dirname(root)), 'environments');
  return namesIn(folder)
    .filter((name) => environmentEnding.test(name))
    .map((name) => ({ name: name.replace(environmentEnding, ''), path: join(folder, name) }));
}

/** The text of a file, in UTF-8 or UTF-16. */
function readText(option: string, file: string, cwd: string): string {
  const path = resolve(cwd, file);
  try {
    return readInputText(path, mostBytes);
  } catch (error) {
    if (error instanceof InputProblem && error.code === 'too-large')
      throw new UserError(`${option}: ${file} is longer than 64 MiB`, 'name another file');
    throw unreadable(option, file, error);
  }
}

/**
 * The value of a JSON file.
 *
 * @throws UserError with the line and column of a mistake
 */
function parsed(option: string, file: string, text: string, remedy: string): unknown {
  const reading = parseJson(text);
  if (reading.ok) return reading.value;
  throw new UserError(`${option}: ${notJsonText(file, text)}`, remedy);
}

/**
 * The text of iteration data: CSV or JSON. Newman reads JSON with a mistake as CSV, and runs with names that no one wrote.
 *
 * @throws UserError if it cannot be read, or is meant as JSON and is not
 */
export function readIterationData(file: string, cwd: string): string {
  const option = '--iteration-data';
  const text = readText(option, file, cwd);
  const isJson = /\.json$/i.test(file) || (!/\.csv$/i.test(file) && /^\s*[[{]/.test(text));
  if (isJson) parsed(option, file, text, 'correct it, or give a file in CSV');
  return text;
}

/** A collection with the environments in its folder. */
export interface CollectionFiles extends ReadCollection {
  readonly environments: readonly EnvironmentFile[];
}

/**
 * Reads a collection in any of Postman's formats: a file in format 1, 2.0 or 2.1, or a folder in format v3.
 *
 * @param option as the user knows it, for messages
 * @throws UserError for what cannot be read and for what is not a collection, with file, line and column of a mistake
 */
export function readCollection(path: string, cwd: string, option = '--collection'): CollectionFiles {
  const full = resolve(cwd, path);
  if (isFolder(full)) {
    const root = collectionRoot(full, path);
    let folder: Folder;
    try {
      folder = filesBelow(root);
    } catch (error) {
      throw error instanceof UserError ? error : unreadable(option, path, error);
    }
    const read = readV3(folder.files, basename(root));
    if (
      read.collection.item.length === 0 &&
      read.notSendable.length === 0 &&
      !folder.files.has('.resources/definition.yaml')
    ) {
      throw new UserError(`${option}: ${path} contains no *.request.yaml, so it is not a v3 collection`, exportRemedy);
    }
    return { ...read, warnings: [...folder.warnings, ...read.warnings], environments: environmentsBeside(root) };
  }
  const text = readText(option, path, cwd);
  if (/\.ya?ml$/i.test(path) && !parseJson(text).ok) {
    throw new UserError(`${option}: ${path} is one file of a v3 collection`, `name its folder: ${dirname(path)}`);
  }
  const read = readJsonCollection(parsed(option, path, text, exportRemedy));
  if (read) return { ...read, warnings: [], notSendable: [], environments: [] };
  throw new UserError(`${option}: ${path} is not a Postman collection`, exportRemedy);
}

/**
 * Reads an environment or globals: JSON as Postman exports it, or YAML of format v3.
 *
 * @param option as the user knows it, for messages
 */
export function readPostmanEnvironment(
  file: string,
  cwd: string,
  option = '--environment',
): { readonly environment: Environment21; readonly warnings: readonly PostmanWarning[] } {
  const text = readText(option, file, cwd);
  const stem = basename(file).replace(
    /\.(?:(?:environment|globals|postman_environment|postman_globals)\.)?(?:ya?ml|json)$/i,
    '',
  );
  if (/\.ya?ml$/i.test(file)) {
    const reader = new V3Reader();
    return { environment: readV3Environment(reader, text, file, stem), warnings: reader.warnings };
  }
  const remedy = 'export the environment from Postman';
  const environment = readJsonEnvironment(parsed(option, file, text, remedy), stem);
  if (environment) return { environment, warnings: [] };
  throw new UserError(`${option}: ${file} is not a Postman environment`, remedy);
}
