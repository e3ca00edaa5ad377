import { dirname, resolve } from 'node:path';
import type { EngineName } from '../http';
import type { Variable } from '../http/cage/protocol';
import { looksLikeJws } from '../lib/jws';
import { isFolder } from '../lib/make-folders';
import type { Item21, PostmanWarning } from '../lib/postman/types';
import { shellQuote } from '../lib/shell';
import { UserError } from '../lib/user-error';
import { isProduction } from '../run/collection/origins';
import { isSecretVariable, settingOf, variableNames } from '../run/collection/variables';
import type { UserCollection } from '../run/collection/work';
import { readCollection, readIterationData, readPostmanEnvironment } from '../run/collection-files';
import type { Environment } from '../run/environment/environment';
import { besideCollection, optionName } from './collection-options';
import type { RunCommandOptions } from './run-options';

/** Options that are about the cases of the contract. */
const forCases = ['grep', 'tag', 'case', 'explore', 'repeat', 'duration', 'quarantine', 'baseline'] as const;

/**
 * Checks that the other options can be used with a collection.
 *
 * @throws UserError for an option about cases, for an engine that cannot run scripts, and for production, where only
 *   safe cases may be sent
 */
export function checkBesideCollection(
  options: { readonly [name in (typeof forCases)[number]]?: unknown } & { readonly engine?: EngineName },
  { target }: Environment,
): void {
  const given = forCases.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 0) {
    throw new UserError(
      `--collection cannot be used with ${given.join(', ')}, which applies to the cases of the contract`,
      `remove --collection, or remove ${given.join(', ')}`,
    );
  }
  if (options.engine !== undefined && options.engine !== 'newman') {
    throw new UserError(`--collection needs Newman, but --engine is ${options.engine}`, 'remove --engine');
  }
  if (target.kind === 'production') {
    throw new UserError(
      '--collection cannot be used with production, because its requests may not be safe there',
      'choose another --target',
    );
  }
}

/** The variables that an option gives; values that are secret do not belong on a command line. */
function variablesOf(option: string, texts: readonly string[] = []): Variable[] {
  return texts.map((text) => {
    const split = text.indexOf('=');
    if (split < 1) throw new UserError(`${option} needs NAME=VALUE`, `write ${option} name=value`);
    const [key, value] = [text.slice(0, split), text.slice(split + 1)];
    if (!isSecretVariable(key, value) && !looksLikeJws(value)) return { key, value };
    const known = variableNames.find((name) => name === key);
    throw new UserError(
      `${option} ${key.slice(0, 60)} would put a secret on the command line, where other programs can read it`,
      known ? `set ${settingOf(known)}` : 'put it into a file for --environment that only you can read',
    );
  });
}

function allowedOrigins(texts: readonly string[] = [], allowProduction: boolean): string[] {
  return texts.map((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.pathname !== '/' || url.search || url.hash)
      throw new UserError('--allow-origin needs an origin', 'for example https://api.example.com');
    if (isProduction(url.origin) && !allowProduction)
      throw new UserError('--allow-origin names production', 'add --allow-production, or remove it');
    return url.origin;
  });
}

/** The names and ids that `--folder` may give. */
function selectable(items: readonly Item21[]): string[] {
  return items.flatMap((item) => [String(item.name ?? ''), String(item.id ?? ''), ...selectable(item.item ?? [])]);
}

const hasRequest = (items: readonly Item21[]): boolean =>
  items.some((item) => (item.item ? hasRequest(item.item) : true));

function checkFolders(folders: readonly string[], items: readonly Item21[]): void {
  const known = new Set(selectable(items));
  const missing = folders.find((folder) => !known.has(folder));
  if (missing !== undefined)
    throw new UserError(`--folder: the collection has no folder or request "${missing}"`, 'check the name');
}

/** The options about the collection as they can be typed again. */
const typedAgain = (options: RunCommandOptions): string[] =>
  besideCollection.flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    if (value === true) return [optionName(name)];
    return [value].flat().map((each) => `${optionName(name)} ${shellQuote(String(each))}`);
  });

const warningText = ({ file, line, message }: PostmanWarning): string =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}`;

/**
 * Reads a collection of the user's own, and what it is run with.
 *
 * @param onNote told what is odd about the files; hostile text
 * @throws UserError for a file that cannot be read or is not what it should be, and for options that do not fit it
 */
export function openUserCollection(
  path: string,
  cwd: string,
  options: RunCommandOptions,
  onNote: (text: string) => void,
): UserCollection {
  const read = readCollection(path, cwd);
  const environment = options.environment === undefined ? undefined : readPostmanEnvironment(options.environment, cwd);
  const globals = options.globals === undefined ? undefined : readPostmanEnvironment(options.globals, cwd, '--globals');
  for (const warning of [read, environment, globals].flatMap((each) => each?.warnings ?? []))
    onNote(warningText(warning));
  const folders = options.folder ?? [];
  checkFolders(folders, read.collection.item);
  if (!hasRequest(read.collection.item) && read.notSendable.length === 0)
    throw new UserError(`${path} contains no requests`, 'export the collection from Postman in format 2.1');
  const full = resolve(cwd, path);
  const beside = read.format === 'v3' ? full : dirname(full);
  const workingDir = options.workingDir === undefined ? beside : resolve(cwd, options.workingDir);
  if (!isFolder(workingDir))
    throw new UserError(`--working-dir: ${options.workingDir} is not a folder`, 'check the path');
  const { iterationData, iterationCount, delayRequest, timeoutScript = 60_000 } = options;
  const allowProduction = options.allowProduction === true;
  return {
    file: path,
    options: typedAgain(options),
    collection: read.collection,
    notSendable: read.notSendable,
    environment: environment?.environment,
    globals: globals?.environment,
    iterationData: iterationData === undefined ? undefined : readIterationData(iterationData, cwd),
    iterationCount,
    folders,
    envVar: variablesOf('--env-var', options.envVar),
    globalVar: variablesOf('--global-var', options.globalVar),
    delayRequest,
    workingDir,
    allowedOrigins: allowedOrigins(options.allowOrigin, allowProduction),
    allowProduction,
    exposePrivateKey: options.exposePrivateKey === true,
    scriptTimeoutMs: timeoutScript,
  };
}
