import type { Change } from '../../types';
import { type Condition, request } from './define';

const toPath =
  (spell: (path: string) => string): Change =>
  () => ({ route: spell });

/** Another spelling of a path, which then leads where the usual one does. */
const path = (title: string, test: RegExp, spell: (path: string) => string): Condition =>
  request(title, (received) => test.test(received.path), toPath(spell));

const asked = (title: string, test: (query: string) => boolean): Condition =>
  request(title, ({ target }) => target.includes('?') && test(target.slice(target.indexOf('?') + 1)));

/** Paths, queries and methods, spelled like the levels of exploring. */
export const addressConditions = {
  'path-trailing-slash': path('for a path with a trailing slash', /\w\/$/, (text) => text.replace(/\/$/, '')),
  'path-double-slash': path('for a path with a double slash', /\w\/\/\w/, (text) => text.replaceAll('//', '/')),
  'path-leading-double-slash': path('for a path after a double slash', /^\/\/\w/, (text) => text.slice(1)),
  'path-upper-case': path('for a path in upper case', /^\/V1\/[^a-z]+$/, (text) => text.toLowerCase()),
  'path-capital': path('for a capital letter in the path', /^(?=.*[A-Z])[^%]*[a-z][^%]*$/, (text) =>
    text.toLowerCase(),
  ),
  'path-encoded-letter': path('for an encoded letter in the path', /%[67][\da-f]/i, decodeURI),
  'path-encoded-slash': path('for an encoded slash in the path', /%2f/i, (text) => text.replace(/%2f/gi, '/')),
  'path-parameter': path('for a parameter in the path', /;/, (text) => text.replace(/;.*/, '')),
  'path-trailing-space': path('for an encoded space after the path', /%20$/, (text) => text.replace(/%20$/, '')),
  'path-trailing-nul': path('for an encoded NUL after the path', /%00$/, (text) => text.replace(/%00$/, '')),

  'query-one': asked('for a query', (query) => /^[a-z]+=\d+$/.test(query)),
  'query-version': asked('for api-version in the query', (query) => query.startsWith('api-version=')),
  'query-name-alone': asked('for debug in the query', (query) => query === 'debug'),
  'query-reference': asked('for a reference in the query', (query) => query.includes('customerRef=')),
  'query-encoded': asked('for a malformed escape in the query', (query) => /%(?![\da-f]{2})/i.test(query)),
  'query-prototype': asked('for __proto__ in the query', (query) => query.includes('__proto__')),

  'method-head': request('for HEAD', ({ method }) => method === 'HEAD'),
  'method-options': request('for OPTIONS', ({ method }) => method === 'OPTIONS'),
  'method-trace': request('for TRACE', ({ method }) => method === 'TRACE'),
  'method-propfind': request('for PROPFIND', ({ method }) => method === 'PROPFIND'),
  'method-override-get': request(
    'for X-HTTP-Method-Override: GET',
    ({ header }) => header('x-http-method-override') === 'GET',
  ),
  'method-override-delete': request('for X-HTTP-Method: DELETE', ({ header }) => header('x-http-method') === 'DELETE'),
} as const satisfies Readonly<Record<string, Condition>>;
