import { nearest } from '../nearest';

/** The kinds of requests in format v3. */
export type RequestKind =
  | 'http-request'
  | 'graphql-request'
  | 'grpc-request'
  | 'websocket-request'
  | 'socket.io-request'
  | 'mqtt-request'
  | 'mcp-request'
  | 'llm-request';

/** What people call a kind, if Newman cannot send it; `undefined` if it can. */
export const unsentKinds: Readonly<Record<RequestKind, string | undefined>> = {
  'http-request': undefined,
  'graphql-request': undefined,
  'grpc-request': 'gRPC',
  'websocket-request': 'WebSocket',
  'socket.io-request': 'Socket.IO',
  'mqtt-request': 'MQTT',
  'mcp-request': 'MCP',
  'llm-request': 'LLM',
};

export const requestKinds = Object.keys(unsentKinds) as readonly RequestKind[];

/** Places in v3 files, each with keys of its own. */
export type KeyPlace =
  | 'definition'
  | 'http-request'
  | 'graphql-request'
  | 'http-example'
  | 'example request'
  | 'example response'
  | 'body'
  | 'script'
  | 'auth'
  | 'settings'
  | 'pair'
  | 'variable'
  | 'form field'
  | 'file'
  | 'environment'
  | 'environment value';

const common = ['$kind', 'id', 'name', 'description', 'order'];

/** The keys that the format knows. Postman drops all others in silence. */
export const knownKeys: Readonly<Record<KeyPlace, readonly string[]>> = {
  definition: [...common, 'summary', 'variables', 'auth', 'scripts'],
  'http-request': [
    ...common,
    'url',
    'method',
    'headers',
    'queryParams',
    'pathVariables',
    'body',
    'auth',
    'scripts',
    'examples',
    'settings',
  ],
  'graphql-request': [
    ...common,
    'url',
    'query',
    'variables',
    'headers',
    'auth',
    'schema',
    'scripts',
    'examples',
    'settings',
  ],
  'http-example': [...common, 'request', 'response'],
  'example request': ['url', 'method', 'headers', 'queryParams', 'pathVariables', 'body', 'auth'],
  'example response': ['statusCode', 'statusText', 'headers', 'body', 'responseTime'],
  body: ['type', 'content'],
  script: ['type', 'code', 'language', 'packages', 'requests'],
  auth: ['id', 'name', 'type', 'credentials', 'rules'],
  settings: ['protocolVersion', 'strictSSL', 'followRedirects', 'maxRedirects', 'disabledSystemHeaders'],
  pair: ['key', 'value', 'description', 'disabled'],
  variable: ['key', 'value', 'description', 'disabled', 'type', 'secret'],
  'form field': ['key', 'type', 'value', 'src', 'contentType', 'description', 'disabled'],
  file: ['src'],
  environment: ['id', 'name', 'values', 'color'],
  'environment value': ['key', 'value', 'enabled', 'type', 'secret', 'description'],
};

/** What other formats and tools call the keys of this one. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  event: ['scripts'],
  events: ['scripts'],
  tests: ['scripts'],
  script: ['scripts'],
  header: ['headers'],
  query: ['queryParams'],
  params: ['queryParams'],
  variable: ['variables', 'pathVariables'],
  variables: ['pathVariables'],
  mode: ['type'],
  raw: ['content'],
  exec: ['code'],
  listen: ['type'],
  src: ['content'],
  protocolProfileBehavior: ['settings'],
  response: ['examples'],
  code: ['statusCode'],
  status: ['statusText', 'statusCode'],
  originalRequest: ['request'],
  verb: ['method'],
  val: ['value'],
};

/** The key that was probably meant. */
export function likelyKey(key: string, known: readonly string[]): string | undefined {
  const renamed = Object.hasOwn(otherNames, key) ? otherNames[key]! : [];
  return renamed.find((each) => known.includes(each)) ?? nearest(key, known);
}

/** Types of a body that Postman highlights as a language. */
export const bodyLanguages: readonly string[] = ['json', 'xml', 'html', 'javascript'];

/** Auth types without credentials. */
export const unsentAuth: readonly string[] = ['noauth', 'inherit'];
