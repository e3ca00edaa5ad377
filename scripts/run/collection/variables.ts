import { keyPlaceholder, type OutgoingRequest, type Placeholder, tokenPlaceholder } from '../../http/cage/placeholders';
import type { Variable } from '../../http/cage/protocol';
import { maxBodyBytes } from '../../lib/content-coding';
import { secretShape } from '../../lib/secret-shape';
import type { RunCredentials } from '../environment/environment';

/** The variables that a collection is given from the settings, and what it gets as their values. */
const variableKinds = {
  baseUrl: 'plain',
  publicKey: 'plain',
  accountId: 'plain',
  tenantId: 'plain',
  managementToken: 'token',
  expiredToken: 'token',
  noRoleToken: 'token',
  expiredPayoutToken: 'token',
  privateKey: 'key',
} as const satisfies Record<string, 'plain' | 'token' | 'key'>;

export type GivenVariableName = keyof typeof variableKinds;
export const variableNames = Object.keys(variableKinds) as readonly GivenVariableName[];

/** The setting that gives a variable its value. */
export const settingOf = (name: GivenVariableName): string =>
  name === 'baseUrl' ? '--target' : `IMBURSE_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;

const secretName = /token|secret|password|passwd|private.?key|api.?key|credential|authorization/i;

/** The last word of a name that says something about a secret, such as `tokenUrl`: the value is not the secret. */
const aboutSecret =
  /(?:ur[il]|^(?:endpoint|host|origin|path|type|header|name|policy|length|scope|audience|issuer|expiry|expires|expiration|in|at))s?$/i;
const lastWord = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .match(/[A-Za-z0-9]+/g)
    ?.at(-1) ?? '';

/** Whether a variable's value is secret, by its name. A URL may hold a secret itself. */
export const isSecretVariable = (name: string, value: string): boolean =>
  secretName.test(name) &&
  (!aboutSecret.test(lastWord(name)) || /[?@]/.test(value) || value.split('/').some((part) => secretShape(part)));

/** What a collection is given in place of the settings. */
export interface GivenVariables {
  readonly variables: readonly Variable[];
  readonly placeholders: readonly Placeholder[];
}

export interface VariableInput {
  readonly baseUrl: string;
  readonly credentials: RunCredentials;
  /** A management token can be fetched by HMAC. */
  readonly fetchesToken: boolean;
  /** Names to which the user gives values; only `baseUrl` follows the target nevertheless. */
  readonly own: ReadonlySet<string>;
  /** The scripts get the private key itself. */
  readonly exposePrivateKey: boolean;
  /** The credentials as they are now. */
  readonly now: () => RunCredentials;
}

/** The variables from the settings. In place of each secret stands something that means nothing elsewhere. */
export function givenVariables(input: VariableInput): GivenVariables {
  const { baseUrl, credentials, fetchesToken, own, exposePrivateKey, now } = input;
  const variables: Variable[] = [{ key: 'baseUrl', value: baseUrl }];
  const placeholders: Placeholder[] = [];
  for (const name of variableNames) {
    if (name === 'baseUrl' || own.has(name)) continue;
    const value = credentials[name];
    const kind = variableKinds[name];
    if (value === undefined && !(name === 'managementToken' && fetchesToken)) continue;
    if (kind === 'plain' || (kind === 'key' && exposePrivateKey)) {
      variables.push({ key: name, value: value! });
      continue;
    }
    const placeholder = kind === 'key' ? keyPlaceholder() : tokenPlaceholder(value);
    variables.push({ key: name, value: placeholder });
    placeholders.push({ name, placeholder, value: () => now()[name], ...(kind === 'key' && { signs: true }) });
  }
  return { variables, placeholders };
}

const unresolved = /\{\{([^{}\r\n]{1,100})\}\}/g;
const escaped = (text: string): string => text.replace(/%7B/gi, '{').replace(/%7D/gi, '}').replace(/%24/g, '$');

/** The names of variables without a value in a text that went out. */
export const unresolvedIn = (...texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...escaped(text).matchAll(unresolved)].map(([, name]) => name!.trim()))),
];

/** The names of variables without a value in a request. */
export const unresolvedOf = ({ path, headers, body }: OutgoingRequest): string[] =>
  unresolvedIn(path, body.subarray(0, maxBodyBytes).toString('utf8'), ...headers.flat());

/** Finds how a collection writes the name of a variable that is known in lower case only. */
export function namesAsWritten(collection: object): (name: string) => string {
  const written = new Map(unresolvedIn(JSON.stringify(collection)).map((name) => [name.toLowerCase(), name]));
  return (name) => written.get(name.toLowerCase()) ?? name;
}

/** All ways to give variables their values. */
export function remedyFor(names: readonly string[]): string {
  const settings = names.filter((name): name is GivenVariableName => variableNames.some((known) => known === name));
  const token = 'IMBURSE_MANAGEMENT_TOKEN, or IMBURSE_PUBLIC_KEY and IMBURSE_PRIVATE_KEY';
  const bySetting = settings.map((name) => (name === 'managementToken' ? token : settingOf(name)));
  const others =
    'the collection, --environment, --globals, --iteration-data, or --env-var NAME=VALUE if it is not secret';
  return bySetting.length > 0
    ? `set ${bySetting.join('; ')}; or give a value in ${others}`
    : `give a value in ${others}`;
}

/** What scripts got nothing from, because Newman has no `pm.vault`, and how to give it. */
export const vaultText = (names: readonly string[]): string =>
  `without a value: ${names.map((name) => `pm.vault "${name}"`).join(', ')}; only Postman has a vault\n  next: put the secret into a file for --environment, and read it with pm.environment.get("${names[0]}")`;

/** The parameters of each of Postman's kinds of authorization that are secret. */
export const secretParameters: Readonly<Record<string, readonly string[]>> = {
  apikey: ['value'],
  bearer: ['token'],
  basic: ['password'],
  digest: ['password'],
  ntlm: ['password'],
  hawk: ['authKey'],
  awsv4: ['accessKey', 'secretKey', 'sessionToken'],
  oauth1: ['consumerSecret', 'token', 'tokenSecret', 'privateKey'],
  oauth2: ['accessToken', 'clientSecret', 'password', 'refreshToken', 'idToken', 'code_verifier'],
  edgegrid: ['accessToken', 'clientToken', 'clientSecret'],
  jwt: ['secret', 'privateKey'],
  asap: ['privateKey'],
};
