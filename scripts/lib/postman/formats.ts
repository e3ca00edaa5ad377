import transformer from 'postman-collection-transformer';
import { isJsonObject, type JsonObject } from '../json';
import { messageOf, UserError } from '../user-error';
import { canonical } from './canonical';
import type { Collection21, CollectionFormat, Environment21 } from './types';
import { schema21 } from './v3-read';

const schema20 = 'https://schema.getpostman.com/json/collection/v2.0.0/collection.json';
const exportRemedy = 'export the collection from Postman in format 2.1';

/** What Postman's API wraps an answer in. */
const unwrapped = (value: JsonObject, name: string): JsonObject => {
  const inner = value[name];
  return isJsonObject(inner) && !('item' in value) ? inner : value;
};

/** The format of a collection that was read from JSON; `undefined` for anything else. */
function formatOf(value: JsonObject): Exclude<CollectionFormat, 'v3'> | undefined {
  if (Array.isArray(value.requests)) return '1';
  const info = isJsonObject(value.info) ? value.info : {};
  if (typeof info.schema === 'string' && /v2\.0(\.\d+)?\//.test(info.schema)) return '2.0';
  // Newman runs what has items, whatever schema it names.
  return Array.isArray(value.item) ? '2.1' : undefined;
}

/** Does something to every object of a collection that may have an `auth`. */
function changeAuth(value: unknown, change: (holder: JsonObject) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => changeAuth(each, change));
  if (!isJsonObject(value)) return value;
  const inner = Object.entries(value).map(([key, each]): [string, unknown] => {
    if (key === 'auth') return [key, change(value)];
    return [key, ['item', 'request', 'originalRequest', 'response'].includes(key) ? changeAuth(each, change) : each];
  });
  return Object.fromEntries(inner.filter(([, each]) => each !== undefined));
}

const paramsOf = ({ auth }: JsonObject): unknown =>
  isJsonObject(auth) && typeof auth.type === 'string' ? auth[auth.type] : undefined;

/** The auth of a holder with its parameters as a list, as format 2.1 has them. */
const listed = (holder: JsonObject): unknown =>
  isJsonObject(paramsOf(holder)) ? transformer.util.authMapToArray(holder) : holder.auth;

/** The auth of a holder with its parameters as a map, as format 2.0 has them. */
const mapped = (holder: JsonObject): unknown =>
  Array.isArray(paramsOf(holder)) ? transformer.util.authArrayToMap(holder) : holder.auth;

const withSchema = (collection: JsonObject, schema: string): JsonObject => ({
  ...collection,
  info: { ...(isJsonObject(collection.info) ? collection.info : {}), schema },
});

/** Converts with Postman's own library, which is synchronous and reports by a callback. */
function transform(collection: object, inputVersion: string, outputVersion: string): JsonObject {
  let converted: JsonObject | undefined;
  let problem: Error | undefined;
  const options = { inputVersion, outputVersion, retainIds: true };
  transformer.convert(collection, options, (error, result) => {
    problem = error ?? undefined;
    converted = result;
  });
  if (!converted) {
    throw new UserError(`the collection cannot be converted (${messageOf(problem).slice(0, 100)})`, exportRemedy);
  }
  return converted;
}

/**
 * A collection in format 1, 2.0 or 2.1, as 2.1.
 *
 * @param value the parsed JSON, also wrapped as Postman's API does it
 * @returns `undefined` if it is not a collection
 */
export function readJsonCollection(
  value: unknown,
): { readonly format: CollectionFormat; readonly collection: Collection21 } | undefined {
  if (!isJsonObject(value)) return undefined;
  const source = unwrapped(value, 'collection');
  const format = formatOf(source);
  if (!format) return undefined;
  if (format === '1') return { format, collection: transform(source, '1.0.0', '2.1.0') as unknown as Collection21 };
  const collection = changeAuth(format === '2.0' ? withSchema(source, schema21) : source, listed) as Collection21;
  return { format, collection: isJsonObject(collection.info) ? collection : { ...collection, info: {} } };
}

/** A collection in format 2.1 as 1, 2.0 or 2.1. */
export function toJsonFormat(collection: Collection21, format: Exclude<CollectionFormat, 'v3'>): object {
  if (format === '2.1') return withSchema(collection, schema21);
  if (format === '1') return transform(canonical(collection), '2.1.0', '1.0.0');
  return withSchema(changeAuth(collection, mapped) as JsonObject, schema20);
}

/** An environment or globals that were read from JSON; `undefined` for anything else. */
export function readJsonEnvironment(value: unknown, name: string): Environment21 | undefined {
  // As older versions of Postman export globals: an object is told from any other list by its keys.
  if (Array.isArray(value) && value.every((each) => isJsonObject(each) && 'key' in each))
    return { name, values: value } as Environment21;
  if (!isJsonObject(value)) return undefined;
  const source = unwrapped(unwrapped(value, 'environment'), 'globals');
  if (!Array.isArray(source.values)) return undefined;
  return { ...source, name: typeof source.name === 'string' ? source.name : name } as Environment21;
}
