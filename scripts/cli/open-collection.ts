import { hosts } from '../contract/hosts';
import type { EngineName } from '../http';
import { UserError } from '../lib/user-error';
import type { Environment } from '../run/environment/environment';
import {
  namesHost,
  readUserCollection,
  type UserCollection,
  unresolvedVariables,
  variableNames,
  wantsVariable,
} from '../run/user-collection';
import { readJsonObject } from './json-file';

const wanted = {
  option: '--collection',
  what: 'a Postman collection',
  remedy: 'export the collection from Postman in format 2.1',
};

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
      `--collection cannot be used with ${given.join(', ')}, which is about the cases of the contract`,
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

const settingOf = (name: string): string => `IMBURSE_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** How to set the first of these variables. */
function remedyFor(unresolved: readonly string[]): string {
  const setting = unresolved.find((name) => variableNames.some((known) => known === name));
  if (setting === 'managementToken')
    return 'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY';
  return setting
    ? `set ${settingOf(setting)}`
    : `set them in the collection; settings only set ${variableNames.join(', ')}`;
}

/**
 * Reads a collection of the user's own.
 *
 * @throws UserError for a file that is not a collection, has no request to check, uses a variable without a value, or
 *   names the production host
 */
export function openUserCollection(
  file: string,
  cwd: string,
  { credentials, fetchesToken }: Environment,
): UserCollection {
  const collection = readJsonObject(file, cwd, wanted);
  const requests = readUserCollection(collection, file);
  const given = variableNames.filter(
    (name) => name === 'baseUrl' || credentials[name] !== undefined || (name === 'managementToken' && fetchesToken),
  );
  const unresolved = unresolvedVariables(collection, given);
  if (unresolved.length > 0) {
    throw new UserError(`${file} uses variables without a value: ${unresolved.join(', ')}`, remedyFor(unresolved));
  }
  const { host } = new URL(hosts.production);
  if (namesHost(collection, host)) {
    throw new UserError(`${file} names the production host ${host}`, 'use {{baseUrl}} instead');
  }
  return { file, collection, requests, wantsToken: wantsVariable(collection, 'managementToken') };
}
