import { defined } from '../defined';
import { isJsonObject, type JsonObject } from '../json';
import { addressText, parseUrl, queryText, sameQuery } from './url';
import { bodyLanguages, unsentAuth } from './v3-keys';

/** What an absent or wrongly typed list counts as. */
export const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);

/** A value as v3 wants it: a text. */
export const v3Text = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : (JSON.stringify(value) ?? '');

const optionalText = (value: unknown): string | undefined => {
  const text = isJsonObject(value) ? value.content : value;
  return text === undefined || text === null || text === '' ? undefined : v3Text(text);
};

/** The text of a description, which may be an object. */
export const descriptionOf = optionalText;

/** A key that is safe and readable as the key of a YAML map. */
const mapKey = /^[A-Za-z0-9_$][\w$.-]{0,99}$/;

/** Whether pairs can be written as a map: each key once, and nothing but values. */
const fitMap = (pairs: readonly { key: string; description?: unknown; disabled?: unknown }[]): boolean =>
  new Set(pairs.map(({ key }) => key)).size === pairs.length &&
  pairs.every((pair) => mapKey.test(pair.key) && pair.key !== '__proto__' && Object.keys(pair).length === 2);

const pairOf = (pair: JsonObject) => ({
  key: v3Text(pair.key ?? pair.id),
  value: v3Text(pair.value),
  ...defined({ description: optionalText(pair.description) }),
  ...(pair.disabled === true && { disabled: true as const }),
});

/** The text of a URL, and its parameters. */
export function writeUrl(url: unknown): { url?: string; queryParams?: object; pathVariables?: object } {
  if (typeof url === 'string') return { url };
  if (!isJsonObject(url)) return {};
  const pathVariables = writePairs(url.variable);
  // Newman sends the parts, whatever `raw` says.
  const hasParts = ['protocol', 'host', 'path', 'query', 'port', 'hash', 'auth'].some((part) =>
    Object.hasOwn(url, part),
  );
  if (!hasParts) return { url: v3Text(url.raw), ...defined({ pathVariables }) };
  const params = listOf(url.query).map((pair) => ({ ...pairOf(pair), ...(pair.value === null && { value: null }) }));
  const query = params.some(({ disabled }) => !disabled) ? `?${queryText(params)}` : '';
  const hash = url.hash === undefined || url.hash === null ? '' : `#${v3Text(url.hash)}`;
  const text = `${addressText(url)}${query}${hash}`;
  // A part that contains `?` or `#` reads back as something else.
  const agree = sameQuery(
    parseUrl(text).query ?? [],
    params.filter(({ disabled }) => !disabled),
  );
  return { url: text, ...defined({ queryParams: agree ? writePairs(url.query) : undefined, pathVariables }) };
}

/** Headers, parameters or variables: a map as Postman writes it, or a list if a map cannot say it. */
export function writePairs(value: unknown): object | undefined {
  const pairs = listOf(value).map(pairOf);
  if (pairs.length === 0) return undefined;
  return fitMap(pairs) ? Object.fromEntries(pairs.map(({ key, value: text }) => [key, text])) : pairs;
}

const formField = (field: JsonObject): object => ({
  key: v3Text(field.key),
  type: field.type === 'file' ? 'file' : 'text',
  ...(field.type === 'file'
    ? { src: Array.isArray(field.src) ? field.src.map(v3Text) : field.src === null ? null : v3Text(field.src) }
    : { value: v3Text(field.value) }),
  ...defined({ contentType: optionalText(field.contentType), description: optionalText(field.description) }),
  ...(field.disabled === true && { disabled: true }),
});

/** The body of a request; GraphQL is a kind of request of its own. */
export function writeBody(value: unknown): object | undefined {
  if (!isJsonObject(value)) return undefined;
  const { mode, options } = value;
  // What is disabled is not sent.
  if (mode === 'none' || value.disabled === true) return { type: 'none' };
  if (mode === 'urlencoded') return { type: 'urlencoded', content: writePairs(value.urlencoded) ?? [] };
  if (mode === 'formdata') return { type: 'formdata', content: listOf(value.formdata).map(formField) };
  if (mode === 'file') {
    const src = isJsonObject(value.file) ? optionalText(value.file.src) : optionalText(value.file);
    return { type: 'file', content: defined({ src }) };
  }
  if (mode !== 'raw') return undefined;
  const raw = isJsonObject(options) && isJsonObject(options.raw) ? options.raw : {};
  const type = bodyLanguages.find((each) => each === raw.language) ?? 'text';
  return { type, content: v3Text(value.raw) };
}

/** How a request is authorized. */
export function writeAuth(value: unknown): object | undefined {
  if (!isJsonObject(value) || typeof value.type !== 'string') return undefined;
  const { type } = value;
  if (unsentAuth.includes(type)) return { type };
  const params = Object.hasOwn(value, type) ? value[type] : undefined;
  const pairs = isJsonObject(params)
    ? Object.entries(params).map(([key, each]) => ({ key, value: each }))
    : listOf(params).map((each) => ({ key: v3Text(each.key), value: each.value ?? null }));
  if (pairs.length === 0) return { type };
  const credentials = fitMap(pairs) ? Object.fromEntries(pairs.map(({ key, value: each }) => [key, each])) : pairs;
  return { type, credentials };
}

const systemHeaders = [
  'cache-control',
  'postman-token',
  'content-type',
  'content-length',
  'accept-encoding',
  'user-agent',
  'connection',
  'accept',
  'host',
];

/** Protocol options, as far as v3 has them. */
export function writeSettings(value: unknown): object | undefined {
  if (!isJsonObject(value)) return undefined;
  const { protocolVersion, strictSSL, followRedirects, maxRedirects, disabledSystemHeaders } = value;
  const headers = isJsonObject(disabledSystemHeaders)
    ? systemHeaders.filter((name) => disabledSystemHeaders[name] === true)
    : [];
  const settings = defined({
    protocolVersion: ['auto', 'http1', 'http2'].find((each) => each === protocolVersion),
    strictSSL: typeof strictSSL === 'boolean' ? strictSSL : undefined,
    followRedirects: typeof followRedirects === 'boolean' ? followRedirects : undefined,
    maxRedirects: typeof maxRedirects === 'number' && Number.isFinite(maxRedirects) ? maxRedirects : undefined,
    disabledSystemHeaders: headers.length > 0 ? headers : undefined,
  });
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** What v3 calls the two moments at which scripts run. */
const moments = {
  http: { prerequest: 'beforeRequest', test: 'afterResponse' },
  graphql: { prerequest: 'beforeQuery', test: 'afterResponse' },
} as const;

/** The scripts of an item: `prefixed` for those of a folder, which name their protocol. */
export function writeScripts(events: unknown, protocol: keyof typeof moments, prefixed: boolean): readonly object[] {
  return listOf(events).flatMap((event) => {
    const { listen, script } = event;
    if ((listen !== 'prerequest' && listen !== 'test') || !isJsonObject(script) || event.disabled === true) return [];
    const code = Array.isArray(script.exec) ? script.exec.join('\n') : v3Text(script.exec);
    const moment = moments[protocol][listen];
    return [
      {
        type: prefixed ? `${protocol}:${moment}` : moment,
        code,
        language: 'text/javascript',
        ...(isJsonObject(script.packages) && Object.keys(script.packages).length > 0 && { packages: script.packages }),
        ...(isJsonObject(script.requests) && Object.keys(script.requests).length > 0 && { requests: script.requests }),
      },
    ];
  });
}
