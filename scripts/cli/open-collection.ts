import { hosts } from '../contract/hosts';
import type { EngineName } from '../http';
import type { Target } from '../http/types';
import { UserError } from '../lib/user-error';
import {
  namesHost,
  readUserCollection,
  type UserRequest,
  unresolvedVariables,
  wantsVariable,
} from '../run/user-collection';
import { readJsonObject } from './json-file';

/** The variables of a collection to which the settings give a value. */
export const variableNames = [
  'baseUrl',
  'managementToken',
  'publicKey',
  'privateKey',
  'expiredToken',
  'accountId',
  'tenantId',
] as const;

/** A collection of the user's own that can be run. */
export interface UserCollection {
  readonly file: string;
  readonly collection: object;
  readonly requests: readonly UserRequest[];
  /** It uses a management token and brings none. */
  readonly wantsToken: boolean;
}

const wanted = {
  option: '--collection',
  what: 'a Postman collection',
  remedy: 'export the collection from Postman in format 2.1',
};

/** Options for cases of the contract. */
const forCases = ['grep', 'tag', 'case', 'generate', 'repeat', 'duration', 'quarantine', 'baseline'] as const;

/**
 * Refuses what does not go together with a collection.
 *
 * @throws UserError for an option that is for cases, for an engine that runs no scripts, and for production, where only
 * safe cases may be sent
 */
export function checkBesideCollection(
  options: { readonly [name in (typeof forCases)[number]]?: unknown } & { readonly engine?: EngineName },
  kind: Target['kind'],
): void {
  const given = forCases.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (given.length > 0) {
    throw new UserError(
      `--collection runs a collection of your own, and ${given.join(', ')} is for the cases of the contract`,
      `leave out --collection, or ${given.join(', ')}`,
    );
  }
  if (options.engine !== undefined && options.engine !== 'newman') {
    throw new UserError(`--collection needs Newman, and --engine says ${options.engine}`, 'leave out --engine');
  }
  if (kind === 'production') {
    throw new UserError(
      '--collection cannot be run against production: nobody knows whether its requests are safe there',
      'choose another --target',
    );
  }
}

const settingOf = (name: string): string => `IMBURSE_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

/** What gives the first of these variables a value. */
function remedyFor(unresolved: readonly string[]): string {
  const setting = unresolved.find((name) => variableNames.some((known) => known === name));
  if (setting === 'managementToken')
    return 'set IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY';
  return setting
    ? `set ${settingOf(setting)}`
    : `settings give ${variableNames.join(', ')}; give the others in the collection`;
}

/**
 * Reads a collection of the user's own.
 *
 * @param hasValue whether the settings give a credential a value
 * @throws UserError for a file that is no collection, holds nothing to check, uses a variable without a value, or names
 *   the production host
 */
export function openUserCollection(
  file: string,
  cwd: string,
  hasValue: (name: Exclude<(typeof variableNames)[number], 'baseUrl'>) => boolean,
): UserCollection {
  const collection = readJsonObject(file, cwd, wanted);
  const requests = readUserCollection(collection, file);
  const given = variableNames.filter((name) => name === 'baseUrl' || hasValue(name));
  const unresolved = unresolvedVariables(collection, given);
  if (unresolved.length > 0) {
    throw new UserError(`${file} uses variables that have no value: ${unresolved.join(', ')}`, remedyFor(unresolved));
  }
  const { host } = new URL(hosts.production);
  if (namesHost(collection, host)) {
    throw new UserError(`${file} names the production host ${host}`, 'write {{baseUrl}} in its place');
  }
  return { file, collection, requests, wantsToken: wantsVariable(collection, 'managementToken') };
}
