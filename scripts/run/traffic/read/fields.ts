import type { HeaderList } from '../../../contract/exchange';
import { isJsonObject } from '../../../lib/json';

const isField = (name: unknown): name is string => typeof name === 'string' && name !== '' && !name.startsWith(':');

/**
 * Headers as objects with name and value, as pairs, or as one object, without the pseudo headers of HTTP/2, which
 * browsers list; `undefined` if there are none.
 */
export function headersOf(value: unknown): HeaderList | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((each): (readonly [string, string])[] => {
      const [name, content] = Array.isArray(each) ? each : isJsonObject(each) ? [each.name, each.value] : [];
      return isField(name) ? [[name, String(content ?? '')]] : [];
    });
  }
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).flatMap(([name, content]) =>
    isField(name) ? [content].flat().map((each) => [name, String(each ?? '')] as const) : [],
  );
}

/** A status, which some tools write as text; `undefined` if it is not one, as the 0 of a request that got no response. */
export function readStatus(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 999 ? status : undefined;
}

/** A text; `undefined` if it is anything else. */
export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
