import { calls } from '../contract/calls';
import type { CheckedCase } from '../judge/rules/types';
import { UserError } from '../lib/user-error';

/** A request of a user's own collection that goes to one of the contract's calls. */
export interface UserRequest {
  /** The id of the item, unique within the collection. */
  readonly itemId: string;
  readonly title: string;
  readonly folder: string;
  readonly checked: CheckedCase;
}

/** The variables of a collection that get their values from the settings. */
export const variableNames = [
  'baseUrl',
  'managementToken',
  'publicKey',
  'privateKey',
  'expiredToken',
  'noRoleToken',
  'accountId',
  'tenantId',
] as const;

/** A collection of the user's own that can be run. */
export interface UserCollection {
  readonly file: string;
  readonly collection: object;
  readonly requests: readonly UserRequest[];
  /** It uses a management token and sets none itself. */
  readonly wantsToken: boolean;
}

interface Item {
  id?: string;
  name?: string;
  item?: Item[];
  request?: { method?: string; url?: string | { raw?: string } } | string;
}

function callOf({ request }: Item): string | undefined {
  const url =
    typeof request === 'string' ? request : typeof request?.url === 'string' ? request.url : request?.url?.raw;
  return calls.find(({ operations }) => operations.some(({ path }) => new RegExp(`${path}\\b`).test(url ?? '')))?.id;
}

/** The expectation for a request whose purpose is unknown: any documented response. */
function checkedCase(id: string, call: string): CheckedCase {
  return { id, call, tags: [], needs: [], expect: { outcome: 'open', status: [], evidence: 'C15a' } };
}

/** The variables that a collection defines. */
interface WithVariables {
  readonly variable?: readonly { readonly key?: string; readonly value?: unknown }[];
}

/** The variables that scripts set, in any scope. */
const setByScripts = /\.set\(\s*['"`]([^'"`]+)['"`]/g;

/** Everything that is sent or run, as text: without descriptions and saved responses. */
function effectiveText(collection: object): string {
  const effective = (key: string, value: unknown) => (key === 'description' || key === 'response' ? undefined : value);
  return JSON.stringify(collection, effective).replaceAll('\\"', '"');
}

const setIn = (text: string): string[] => [...text.matchAll(setByScripts)].map(([, name]) => name!);

/** The variables without a value from the settings, the collection, or one of its scripts. */
export function unresolvedVariables(collection: WithVariables, given: readonly string[]): string[] {
  const text = effectiveText(collection);
  const known = new Set([...given, ...setIn(text), ...(collection.variable ?? []).map(({ key }) => key)]);
  const named = [...text.matchAll(/\{\{([^{}$\s][^{}]*)\}\}/g)].map(([, name]) => name!.trim());
  return [...new Set(named)].filter((name) => !known.has(name));
}

/** Whether a collection uses a variable, in a request or in a script, without setting it. */
export function wantsVariable(collection: WithVariables, name: string): boolean {
  const text = effectiveText({ ...collection, variable: [] });
  const own = (collection.variable ?? []).some(({ key, value }) => key === name && value !== undefined && value !== '');
  return text.includes(name) && !own && !setIn(text).includes(name);
}

/** Whether a collection names a host anywhere that could make it send a request there. */
export function namesHost(collection: object, host: string): boolean {
  const escaped = host.replaceAll('.', '\\.');
  return new RegExp(`(?<![\\w.-])${escaped}(?![\\w-])`, 'i').test(effectiveText(collection));
}

/**
 * Finds the requests of a collection that go to calls of the contract, and gives each item an id.
 *
 * @throws UserError if the collection is empty, or if no request goes to a call of the contract
 */
export function readUserCollection(collection: Item, file: string): UserRequest[] {
  const requests: UserRequest[] = [];
  let items = 0;
  const visit = (entries: readonly Item[], folder: string): void => {
    for (const entry of entries) {
      if (entry.item) {
        visit(entry.item, entry.name ?? folder);
        continue;
      }
      items += 1;
      const title = entry.name ?? `request ${items}`;
      entry.id = `collection.${items}`;
      const call = callOf(entry);
      if (call) requests.push({ itemId: entry.id, title, folder, checked: checkedCase(entry.id, call) });
    }
  };
  visit(collection.item ?? [], 'Collection');
  if (items === 0)
    throw new UserError(`${file} contains no requests`, 'export the collection from Postman in format 2.1');
  if (requests.length === 0) {
    throw new UserError(
      `${file} sends nothing to POST /v1/identity/payout or the calls around it`,
      'add a request to one of these calls; other requests are not checked',
    );
  }
  return requests;
}
