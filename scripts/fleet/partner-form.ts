import { secretShape } from '../lib/secret-shape';
import { longestName, partnersSchema, variablePattern } from './partners-schema';
import type { Partner } from './types';

/** What is wrong with an entry: at which of its keys, and what to do. No value is quoted. */
export interface FormProblem {
  readonly at: readonly string[];
  readonly says: string;
  readonly next: string;
}

const secrets = ['privateKey', 'managementToken', 'expiredToken'] as const;
const plain = ['publicKey', 'accountId', 'tenantId'] as const;
const texts = ['target', 'accountId', 'tenantId'] as const;
const known = Object.keys(partnersSchema.properties.partners.items.properties);
const variable = new RegExp(variablePattern);

const byReference = 'write privateKey: {env: NAME} or {file: path}';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function referenceProblem(key: string, value: unknown): FormProblem | undefined {
  const next = byReference.replace('privateKey', key);
  if (!isObject(value)) return { at: [key], says: `${key} is written inline; a secret is named, never written`, next };
  const [kind, ...more] = Object.keys(value);
  if (more.length > 0 || (kind !== 'env' && kind !== 'file'))
    return { at: [key], says: `${key} is neither {env: NAME} nor {file: path}`, next };
  if (!isText(value[kind])) return { at: [key], says: `${key}.${kind} is no text`, next };
  if (kind === 'env' && !variable.test(value[kind]))
    return { at: [key], says: `${key}.env is no name of an environment variable`, next };
  return undefined;
}

/** What is wrong with the form of an entry, if anything: also one that came by a queue. `target` must have been filled in. */
export function formProblem(entry: unknown): FormProblem | undefined {
  if (!isObject(entry)) return { at: [], says: 'is no mapping', next: 'write name: and what belongs to it' };
  const problem = (key: string, says: string, next: string): FormProblem => ({ at: [key], says, next });
  if (!isText(entry.name) || entry.name.trim() === '') return problem('name', 'has no name', 'give it a name:');
  if (entry.name.length > longestName)
    return problem('name', `has a name of more than ${longestName} characters`, 'give it a shorter one');
  if (Object.keys(entry).some((key) => !known.includes(key)))
    return { at: [], says: 'has a key that is not known', next: `the keys are ${known.join(', ')}` };
  if (entry.target === undefined)
    return problem('target', 'has no target', 'give target: to it, or to the whole file: sandbox, or a base URL');
  for (const key of texts)
    if (entry[key] !== undefined && !isText(entry[key])) return problem(key, `${key} is no text`, 'put it in quotes');
  for (const key of plain) {
    const value = entry[key];
    if (typeof value === 'string' && secretShape(value))
      return problem(key, `${key} looks like a secret; a secret is named, never written`, byReference);
  }
  for (const key of secrets) {
    const wrong = entry[key] === undefined ? undefined : referenceProblem(key, entry[key]);
    if (wrong) return wrong;
  }
  if (entry.publicKey === undefined || isText(entry.publicKey)) return undefined;
  if (isObject(entry.publicKey)) return referenceProblem('publicKey', entry.publicKey);
  return problem('publicKey', 'publicKey is no text', 'write the public key, or {env: NAME} or {file: path}');
}

/** An entry whose form is right. */
export const isPartner = (entry: unknown): entry is Partner => formProblem(entry) === undefined;
