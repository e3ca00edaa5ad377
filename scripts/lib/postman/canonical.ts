import { isJsonObject, type JsonObject } from '../json';
import type { Collection21 } from './types';
import { parseUrl } from './url';

/** The headers of a text such as `Accept: text/plain`, one per line. */
const headersOf = (text: string): object[] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      return colon < 0
        ? { key: line.trim(), value: '' }
        : { key: line.slice(0, colon), value: line.slice(colon + 1).trim() };
    });

const lines = (exec: unknown): unknown =>
  typeof exec === 'string' ? exec.split('\n') : Array.isArray(exec) ? exec.map(String).join('\n').split('\n') : exec;

const script = (value: unknown): unknown =>
  typeof value === 'string' || Array.isArray(value)
    ? { type: 'text/javascript', exec: lines(value) }
    : isJsonObject(value)
      ? { type: 'text/javascript', ...value, exec: lines(value.exec) ?? [''] }
      : value;

const request = (value: unknown): unknown => {
  if (typeof value === 'string') return { method: 'GET', url: parseUrl(value) };
  if (!isJsonObject(value)) return value;
  const { url, header } = value;
  return {
    ...value,
    ...(typeof url === 'string' && { url: parseUrl(url) }),
    ...(typeof header === 'string' && { header: headersOf(header) }),
  };
};

const each = (value: unknown, change: (one: JsonObject) => unknown): unknown =>
  Array.isArray(value) ? value.map((one) => (isJsonObject(one) ? change(one) : one)) : value;

const event = (value: unknown): unknown => each(value, (one) => ({ ...one, script: script(one.script) }));

const response = (value: unknown): unknown =>
  each(value, (one) => ({
    ...one,
    ...('originalRequest' in one && { originalRequest: request(one.originalRequest) }),
    ...(typeof one.header === 'string' && { header: headersOf(one.header) }),
  }));

function item(one: JsonObject): JsonObject {
  return {
    ...one,
    ...('event' in one && { event: event(one.event) }),
    ...('item' in one && { item: each(one.item, item) }),
    ...('request' in one && { request: request(one.request) }),
    ...('response' in one && { response: response(one.response) }),
  };
}

/** The same collection with one way of writing where format 2.1 allows several: texts that stand for objects or lists. */
export const canonical = (collection: object): Collection21 => item(collection as JsonObject) as Collection21;
