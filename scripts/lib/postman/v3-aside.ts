import { isJsonObject, type JsonObject } from '../json';
import { jsonMistake } from '../json-mistake';
import { type Difference, restored } from './difference';
import type { PostmanWarning } from './types';

/** Where `writeV3` keeps what v3 has no place for. Postman ignores it. */
export const asideFile = '.resources/only-in-2.1.json';

const isDifference = (value: unknown): value is Difference =>
  isJsonObject(value) && typeof value.at === 'string' && /^\/(?!item(?:\/|$))/.test(value.at);

/** Puts back what was kept aside, where the item still is as it was written. */
export function restoreAside(
  text: string,
  items: ReadonlyMap<string, JsonObject>,
  replace: (path: string, item: JsonObject) => void,
): PostmanWarning[] {
  const warn = (message: string): PostmanWarning => ({ file: asideFile, message });
  const mistake = jsonMistake(text);
  if (mistake) {
    const { line, column, message } = mistake;
    return [{ ...warn(`is not JSON, so it is ignored: ${message}`), line, column }];
  }
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) return [warn('is not JSON as convert writes it, so it is ignored')];
  return Object.entries(value).flatMap(([path, found]) => {
    const start = items.get(path);
    const wanted = Array.isArray(found) ? found.filter(isDifference) : [];
    if (!start || wanted.length === 0) return [warn(`"${path}" is not an item of this collection, so it is ignored`)];
    let item: JsonObject = start;
    let edited = 0;
    for (const each of wanted) {
      const next = restored(item, each);
      if (isJsonObject(next)) item = next;
      else edited += 1;
    }
    replace(path, item);
    return edited === 0 ? [] : [warn(`"${path}" has been edited since, so ${edited} of its entries are ignored`)];
  });
}
