import type { EvidenceIds } from '../../evidence';
import { referenceNames } from '../../types';
import { rows } from '../rows';
import { bodyFactors } from './body';
import { drawText, type Factor, type FactorLevel, level, pick, unchanged, withAddedHeader } from './draft';

const unknown: EvidenceIds = [rows.unknownChangesNothing];

/** Letters of a path, by index, without its slashes and what belongs to an escape. */
const lettersOf = (path: string): number[] =>
  [...path].flatMap((letter, index) => (/[a-z]/.test(letter) ? [index] : []));

function encodedAt(path: string, index: number): string {
  const code = path.charCodeAt(index).toString(16).toUpperCase();
  return `${path.slice(0, index)}%${code}${path.slice(index + 1)}`;
}

const spelling = (id: string, title: string, change: (path: string, random: () => number) => string): FactorLevel =>
  level(id, title, 'open', unknown, (draft, _sources, random) => ({ ...draft, path: change(draft.path, random) }));

/** A path of no call, which a careless server takes for one. */
const elsewhere = (id: string, title: string, suffix: string): FactorLevel => ({
  ...spelling(id, title, (text) => text + suffix),
  evidence: [rows.notFound],
  alone: 'refused',
});

const lastSlash = (path: string, replacement: string): string => path.replace(/\/(?=[^/]*$)/, replacement);

/** How the path is spelled (C16). */
export const path: Factor = {
  id: 'path',
  title: 'the path',
  levels: [
    unchanged('usual', 'with the usual path', ['C1']),
    spelling('trailing-slash', 'with a trailing slash', (text) => `${text}/`),
    spelling('double-slash', 'with a double slash in the path', (text) => lastSlash(text, '//')),
    spelling('leading-double-slash', 'with a double slash before the path', (text) => `/${text}`),
    spelling('upper-case', 'with the path in upper case', (text) => text.toUpperCase()),
    spelling('capital', 'with a capital letter in the path', (text, random) => {
      const index = pick(random, lettersOf(text));
      return text.slice(0, index) + text.charAt(index).toUpperCase() + text.slice(index + 1);
    }),
    spelling('encoded-letter', 'with an encoded letter in the path', (text, random) =>
      encodedAt(text, pick(random, lettersOf(text))),
    ),
    spelling('encoded-slash', 'with an encoded slash in the path', (text) => lastSlash(text, '%2F')),
    spelling('dot-segment', 'with a dot segment in the path', (text) => lastSlash(text, '/./')),
    spelling('double-dot-segment', 'with a double dot segment in the path', (text) => lastSlash(text, '/x/../')),
    spelling('path-parameter', 'with a path parameter', (text) => `${text};v=1`),
    spelling('backslash', 'with a backslash in the path', (text) => lastSlash(text, '%5C')),
    spelling('trailing-space', 'with an encoded space after the path', (text) => `${text}%20`),
    spelling('trailing-nul', 'with an encoded NUL after the path', (text) => `${text}%00`),
    elsewhere('json-suffix', 'with the suffix .json on the path', '.json'),
    elsewhere('below', 'with a segment more in the path', '/1'),
    elsewhere('malformed-escape', 'with a malformed escape in the path', '%zz'),
    elsewhere('invalid-escape', 'with an escape in the path that is not UTF-8', '%ff'),
  ],
};

const bodyless = ['body', 'media-type', 'transfer', 'coding', ...bodyFactors];

const other = (method: string, alone: FactorLevel['alone'], hasBody: boolean): FactorLevel => ({
  ...level(method.toLowerCase(), `with the method ${method}`, alone, ['C14'], (draft) => ({
    ...draft,
    method,
    ...(!hasBody && { contentType: undefined, write: () => undefined }),
  })),
  ...(!hasBody && { hides: bodyless }),
});

/** What a browser asks before it sends a request to another origin. */
const preflight: FactorLevel = {
  ...other('OPTIONS', 'open', false),
  id: 'preflight',
  title: 'as the preflight of a browser',
  change: (draft) => ({
    ...draft,
    method: 'OPTIONS',
    contentType: undefined,
    write: () => undefined,
    headers: [
      ...draft.headers,
      ['Access-Control-Request-Method', draft.method],
      ['Access-Control-Request-Headers', 'authorization,content-type'],
    ],
  }),
};

const override = (id: string, title: string, header: string, method: string): FactorLevel =>
  level(id, title, 'open', unknown, (draft) => withAddedHeader(draft, header, method));

/** Another method, with every header that would turn it into POST. */
const overridden = (method: string, hasBody: boolean): FactorLevel => {
  const base = other(method, 'refused', hasBody);
  return {
    ...base,
    id: `${base.id}-override-post`,
    title: `as ${method} with headers that override it with POST`,
    change: (draft, sources, random) =>
      ['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'].reduce(
        (changed, header) => withAddedHeader(changed, header, 'POST'),
        base.change(draft, sources, random)!,
      ),
  };
};

/** The method of a POST call, and headers that would override it (C14). */
export const postMethod: Factor = {
  id: 'method',
  title: 'the method',
  levels: [
    unchanged('post', 'with the method POST', ['C1', 'H5']),
    other('GET', 'refused', false),
    other('HEAD', 'refused', false),
    other('PUT', 'refused', true),
    other('PATCH', 'refused', true),
    other('DELETE', 'refused', true),
    other('OPTIONS', 'open', false),
    other('TRACE', 'open', false),
    other('PROPFIND', 'refused', true),
    {
      ...other('GET', 'refused', true),
      id: 'get-with-body',
      title: 'with the method GET and a body',
    },
    {
      ...other('GET', 'refused', false),
      id: 'get-with-query',
      title: 'with the method GET and the references in the query',
      change: (draft, sources, random) => ({
        ...other('GET', 'refused', false).change(draft, sources, random)!,
        query: [...draft.query, ...referenceNames.map((name) => `${name}=${drawText(random, 'abcdef', 8)}`)],
      }),
    },
    preflight,
    override('override-get', 'with X-HTTP-Method-Override: GET', 'X-HTTP-Method-Override', 'GET'),
    override('override-put', 'with X-HTTP-Method-Override: PUT', 'X-HTTP-Method-Override', 'PUT'),
    override('override-options', 'with X-HTTP-Method-Override: OPTIONS', 'X-HTTP-Method-Override', 'OPTIONS'),
    override('override-head', 'with X-HTTP-Method-Override: HEAD', 'X-HTTP-Method-Override', 'HEAD'),
    override('override-patch', 'with X-Method-Override: PATCH', 'X-Method-Override', 'PATCH'),
    override('override-delete', 'with X-HTTP-Method: DELETE', 'X-HTTP-Method', 'DELETE'),
    overridden('GET', false),
    overridden('PUT', true),
  ],
};

/** The method of a GET call (C14). */
export const getMethod: Factor = {
  id: 'method',
  title: 'the method',
  levels: [
    unchanged('get', 'with the method GET', ['C8']),
    other('HEAD', 'open', false),
    other('POST', 'refused', false),
    other('PUT', 'refused', false),
    other('DELETE', 'refused', false),
    other('OPTIONS', 'open', false),
    other('TRACE', 'open', false),
    preflight,
  ],
};

const asking = (id: string, title: string, query: (random: () => number) => string): FactorLevel =>
  level(id, title, 'open', unknown, (draft, _sources, random) => ({
    ...draft,
    query: [...draft.query, query(random)],
  }));

/** Query strings: no call has one (C16). */
export const query: Factor = {
  id: 'query',
  title: 'the query',
  levels: [
    unchanged('none', 'without a query', ['C1']),
    asking('empty', 'with an empty query', () => ''),
    asking(
      'one',
      'with a query',
      (random) => `${drawText(random, 'abcdefgh', 4)}=${drawText(random, '0123456789', 3)}`,
    ),
    asking('version', 'with api-version in the query', () => 'api-version=1.0'),
    asking('name-alone', 'with a name alone in the query', () => 'debug'),
    asking('repeated', 'with a repeated parameter', () => 'x=1&x=2&x[]=3'),
    asking('reference', 'with a reference in the query', (random) => `customerRef=${drawText(random, 'abcdef', 8)}`),
    asking('encoded', 'with odd escapes in the query', () => 'x=%00%ff%zz'),
    asking('prototype', 'with __proto__ in the query', () => '__proto__[admin]=1&constructor=1'),
    // A server that takes credentials from the query may take the first of two.
    { ...asking('token', 'with an access token in the query', () => 'access_token=x'), obscures: ['transport'] },
    asking('method', 'with a method in the query', () => '_method=PUT'),
    asking('format', 'with a format in the query', () => 'format=xml&callback=x'),
    asking('lone-percent', 'with a lone percent sign in the query', () => 'x=%'),
    asking('long', 'with a query of 1,500 characters', (random) => `x=${drawText(random, 'abc', 1500)}`),
  ],
};
