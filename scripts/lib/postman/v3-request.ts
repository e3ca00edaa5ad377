import { defined } from '../defined';
import { visible } from '../terminal-text';
import type { Item21 } from './types';
import { parseUrl, queryText, sameQuery, type Url21 } from './url';
import type { Fields, V3Reader } from './v3-fields';
import { type RequestKind, requestKinds, unsentKinds } from './v3-keys';
import {
  bodyText,
  readAuth,
  readBodyFields,
  readPairs,
  readProtocolOptions,
  readRequestBody,
  readScripts,
} from './v3-parts';
import { errorAt, type Tree } from './yaml-tree';

/** A request file: an item, or a request that Newman cannot send. */
export type RequestFile = { readonly order: number | undefined; readonly name: string } & (
  | { readonly protocol: 'http' | 'graphql'; readonly item: Item21; readonly examples: Tree | undefined }
  | { readonly protocol: 'other'; readonly kind: string }
);

/** The query of a URL and `queryParams`, which are to say the same; together if they do not. */
function withQuery(reader: V3Reader, url: Url21, fields: Fields): Url21 {
  if (!fields.has('queryParams')) return url;
  const params = readPairs(reader, fields.get('queryParams'), 'queryParams');
  const inUrl = url.query ?? [];
  const enabled = params.filter(({ disabled }) => !disabled);
  if (sameQuery(enabled, inUrl)) {
    const values = inUrl.map(({ value }) => value);
    const query = params.map((each) => (each.disabled ? each : { ...each, value: values.shift() ?? null }));
    return query.length > 0 ? { ...url, query } : url;
  }
  const missing = inUrl.filter(({ key }) => !enabled.some((each) => each.key === key));
  if (inUrl.length > 0) {
    reader.warn(
      fields.get('queryParams')?.at ?? fields.at,
      'queryParams and the query of url differ; what is in either is sent',
    );
  }
  const query = [...params, ...missing];
  const text = queryText(query);
  const [address, hash] = url.raw.split(/(#.*)/s);
  return { ...url, raw: `${address!.split('?')[0]}${text && `?${text}`}${hash ?? ''}`, query };
}

/** The URL of a request in format 2.1. */
function readUrl(reader: V3Reader, fields: Fields): Url21 | undefined {
  const text = reader.text(fields.get('url'), 'url');
  if (text === undefined && !fields.has('queryParams')) return undefined;
  const url = withQuery(reader, parseUrl(text ?? ''), fields);
  const variable = readPairs(reader, fields.get('pathVariables'), 'pathVariables');
  return variable.length > 0 ? { ...url, variable } : url;
}

/** What requests and the requests of examples share. */
function readRequestFields(reader: V3Reader, fields: Fields): object {
  return defined({
    auth: readAuth(reader, fields.get('auth')),
    method: reader.text(fields.get('method'), 'method'),
    header: readPairs(reader, fields.get('headers'), 'headers'),
    url: readUrl(reader, fields),
    body: readRequestBody(reader, fields.get('body')),
    description: reader.text(fields.get('description'), 'description'),
  });
}

/** A GraphQL request, as the HTTP request that it is. */
function readGraphql(reader: V3Reader, fields: Fields): object {
  const variables = fields.get('variables');
  return {
    ...readRequestFields(reader, fields),
    method: 'POST',
    body: {
      mode: 'graphql',
      graphql: defined({
        query: reader.text(fields.get('query'), 'query') ?? '',
        variables: variables && bodyText(reader, variables),
      }),
    },
  };
}

/** Whether a GraphQL document asks for events instead of an answer. */
const isSubscription = (query: string): boolean => /^(?:\s|,|#[^\n]*\n)*subscription\b/.test(query);

const kindOf = (reader: V3Reader, tree: Tree): RequestKind => {
  const entry = tree.kind === 'map' ? tree.entries.find(({ key }) => key === '$kind') : undefined;
  if (!entry) {
    reader.warn(tree.at, 'has no $kind, so Postman does not show it; write $kind: http-request');
    return 'http-request';
  }
  const value = reader.text(entry.value, '$kind') ?? '';
  const kind = requestKinds.find((each) => each === value);
  if (!kind) {
    throw errorAt(
      entry.value.at,
      `"${visible(value.slice(0, 40))}" is not a kind of request`,
      `use ${requestKinds.join(', ')}`,
    );
  }
  return kind;
};

/** Reads a request file; `stem` is its name without the ending. */
export function readRequestFile(reader: V3Reader, tree: Tree, stem: string): RequestFile {
  const kind = kindOf(reader, tree);
  const unsent = unsentKinds[kind];
  if (unsent !== undefined || (kind !== 'http-request' && kind !== 'graphql-request')) {
    const named = tree.kind === 'map' ? tree.entries.find(({ key }) => key === 'name')?.value : undefined;
    return { protocol: 'other', kind: unsent ?? kind, order: undefined, name: reader.text(named, 'name') ?? stem };
  }
  const fields = reader.fields(tree, kind, 'the file');
  const name = reader.text(fields.get('name'), 'name') ?? stem;
  const order = reader.number(fields.get('order'), 'order');
  const protocol = kind === 'graphql-request' ? 'graphql' : 'http';
  if (protocol === 'graphql' && isSubscription(reader.text(fields.get('query'), 'query') ?? '')) {
    return { protocol: 'other', kind: 'GraphQL subscription', order, name };
  }
  const event = readScripts(reader, fields.get('scripts'), protocol).map((each) => each.event);
  const item: Item21 = defined({
    id: reader.text(fields.get('id'), 'id'),
    name,
    protocolProfileBehavior: readProtocolOptions(reader, fields.get('settings')),
    event: event.length > 0 ? event : undefined,
    request: protocol === 'graphql' ? readGraphql(reader, fields) : readRequestFields(reader, fields),
  }) as Item21;
  return { protocol, item, order, name, examples: fields.get('examples') };
}

/** A saved response in format 2.1, with its place among others. */
export function readExample(
  reader: V3Reader,
  tree: Tree,
  stem: string,
): { response: object; order: number | undefined } {
  const fields = reader.fields(tree, 'http-example', 'the file');
  const request = fields.get('request');
  const responseTree = fields.get('response');
  if (!responseTree) throw errorAt(tree.at, 'an example needs a response', 'write response: with statusCode and body');
  const response = reader.fields(responseTree, 'example response', 'response');
  const bodyTree = response.get('body');
  const body = bodyTree && readBodyFields(reader, bodyTree);
  return {
    order: reader.number(fields.get('order'), 'order'),
    response: defined({
      id: reader.text(fields.get('id'), 'id'),
      name: reader.text(fields.get('name'), 'name') ?? stem,
      originalRequest: request && readRequestFields(reader, reader.fields(request, 'example request', 'request')),
      status: reader.text(response.get('statusText'), 'statusText'),
      code: reader.number(response.get('statusCode'), 'statusCode'),
      _postman_previewlanguage: body?.type,
      header: readPairs(reader, response.get('headers'), 'headers'),
      cookie: [],
      responseTime: reader.number(response.get('responseTime'), 'responseTime'),
      body: body ? bodyText(reader, body.content) : undefined,
    }),
  };
}
