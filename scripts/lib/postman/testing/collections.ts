import fc from 'fast-check';
import type { Collection21 } from '../types';

/** Texts that YAML, file systems and URLs treat as special. */
const hardText = fc.constantFrom(
  ...[
    '',
    ' ',
    '\n',
    '\n\n',
    ' a',
    'a ',
    'a\n',
    '\na',
    'a\n\n',
    '  a\n b',
    'a\r\nb',
    'a\rb',
    '\t',
    'a\tb',
    '- a',
    '? a',
  ],
  ...[
    '# a',
    'a # b',
    'a: b',
    ': a',
    '{{a}}',
    '{{a}}/b',
    '{a: b}',
    '[a]',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
  ],
  ...["'", '"', "it's", '\\', '\\n', 'null', '~', 'true', 'No', '0123', '1e3', '0x10', '.inf', '2020-01-01', '12:30'],
  ...[
    '---',
    '...',
    '--- a',
    '<<',
    '=',
    'é',
    'e\u0301',
    '日本語',
    '👩‍👩‍👧',
    '\u2028',
    '\u0085',
    '\ufeff',
    '\u0000',
    '\u007f',
    '\ud800',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'CON',
    'nul.txt',
    'COM1',
    '..',
    '.',
    '../a',
    'a/b',
    'a\\b',
    'C:\\a',
    '.resources',
  ],
  ...['a'.repeat(300), '日'.repeat(200), 'a?b=c&d#e', '%', '%20', 'node_modules'],
);

const text = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }), hardText);
const description = fc.option(fc.oneof(text, fc.record({ content: text, type: fc.constant('text/markdown') })), {
  nil: undefined,
});
const flag = fc.constantFrom(true, false, undefined);
const json = fc.jsonValue({ maxDepth: 2 });

/** A record that lacks the properties whose value is `undefined`. */
const sparse = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc
    .record(model)
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<T>);

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const pair = sparse({
  key: fc.oneof(text, fc.constant(null)),
  value: fc.oneof(text, fc.constant(null), fc.integer()),
  description,
  disabled: flag,
  type: fc.constantFrom('text', 'string', undefined),
});
const pairs = fc.array(pair, { maxLength: 4 });

const auth = fc.oneof(
  fc.constant({ type: 'noauth' }),
  fc.constant(null),
  fc.constantFrom('basic', 'bearer', 'apikey', 'awsv4', 'oauth2').chain((type) =>
    fc
      .array(sparse({ key: text, value: fc.oneof(text, json), type: fc.constantFrom('string', 'any', undefined) }), {
        maxLength: 3,
      })
      .map((params) => ({ type, [type]: params })),
  ),
);

const event = sparse({
  listen: fc.constantFrom('prerequest', 'test', 'other'),
  script: sparse({
    id: maybe(fc.uuid()),
    type: fc.constantFrom('text/javascript', 'text/other', undefined),
    exec: fc.oneof(text, fc.array(text, { maxLength: 3 })),
    packages: maybe(fc.constant({})),
  }),
  disabled: flag,
});
const events = maybe(fc.array(event, { maxLength: 3 }));

const behaviour = maybe(
  sparse({
    strictSSL: flag,
    followRedirects: flag,
    maxRedirects: maybe(fc.nat(20)),
    disableCookies: flag,
    protocolVersion: fc.constantFrom('http1', 'auto', undefined),
    disabledSystemHeaders: maybe(
      fc.constantFrom({ host: true }, { 'user-agent': true, accept: false }, { other: true }),
    ),
  }),
);

const body = fc.oneof(
  fc.constant(null),
  fc.constant({ mode: 'none' }),
  sparse({
    mode: fc.constant('raw'),
    raw: text,
    options: fc.constantFrom({ raw: { language: 'json' } }, { raw: { language: 'text' } }, undefined),
    disabled: flag,
  }),
  fc.record({ mode: fc.constant('urlencoded'), urlencoded: pairs }),
  fc.record({
    mode: fc.constant('formdata'),
    formdata: fc.array(
      fc.oneof(
        fc.record({ key: text, value: text, type: fc.constant('text') }),
        fc.record({
          key: text,
          src: fc.oneof(text, fc.constant(null), fc.array(text, { maxLength: 2 })),
          type: fc.constant('file'),
        }),
      ),
      { maxLength: 3 },
    ),
  }),
  fc.record({ mode: fc.constant('file'), file: sparse({ src: maybe(text), content: maybe(text) }) }),
  fc.record({
    mode: fc.constant('graphql'),
    graphql: sparse({ query: text, variables: maybe(text), operationName: maybe(text) }),
  }),
);

const urlPart = fc.oneof(fc.stringMatching(/^[a-z0-9:{}.-]{0,8}$/), text);
const url = fc.oneof(
  fc.constantFrom('{{baseUrl}}/a', 'https://a.example/b?c=d&e#f', 'http://a.example:8080/:id?x={{y}}', ''),
  text,
  sparse({
    raw: maybe(text),
    protocol: fc.constantFrom('http', 'https', undefined),
    host: maybe(fc.oneof(text, fc.array(urlPart, { maxLength: 3 }))),
    port: maybe(fc.constantFrom('80', '{{port}}')),
    path: maybe(fc.oneof(text, fc.array(urlPart, { maxLength: 3 }))),
    query: maybe(pairs),
    hash: maybe(text),
    variable: maybe(pairs),
  }),
);

const request = fc.oneof(
  text,
  sparse({
    method: fc.constantFrom('GET', 'POST', 'TRACE', '', undefined),
    url,
    header: fc.oneof(pairs, text, fc.constant(undefined)),
    body,
    auth: maybe(auth),
    description,
  }),
);

const response = sparse({
  id: maybe(fc.uuid()),
  name: text,
  originalRequest: maybe(request),
  status: maybe(text),
  code: maybe(fc.integer({ min: 100, max: 599 })),
  _postman_previewlanguage: fc.constantFrom('json', 'html', 'plain', undefined),
  header: maybe(pairs),
  cookie: maybe(fc.array(json, { maxLength: 1 })),
  responseTime: maybe(fc.nat()),
  body: fc.oneof(text, fc.constant(null)),
});

const name = fc.oneof(text, fc.constantFrom<unknown>(undefined, null, 5, 'A', 'a', 'ａ'));
const withOthers = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .tuple(
      arbitrary,
      fc.dictionary(fc.constantFrom('x-own', '_postman_isSubFolder', '__proto__'), json, { maxKeys: 1 }),
    )
    .map(([value, others]) => ({ ...others, ...value }));

const { group } = fc.letrec<{ group: object; request: object }>((tie) => ({
  group: withOthers(
    sparse({
      id: maybe(fc.uuid()),
      name,
      description,
      item: fc.array(fc.oneof({ maxDepth: 2 }, tie('request'), tie('group')), { maxLength: 4 }),
      event: events,
      auth: maybe(auth),
      variable: maybe(pairs),
      protocolProfileBehavior: behaviour,
    }),
  ),
  request: withOthers(
    sparse({
      id: maybe(fc.oneof(fc.uuid(), text)),
      name,
      request: maybe(request),
      event: events,
      response: maybe(fc.array(response, { maxLength: 2 })),
      protocolProfileBehavior: behaviour,
    }),
  ),
}));

/** Collections in format 2.1 as hostile as JSON allows: any text anywhere, and all that is optional absent. */
export const anyCollection: fc.Arbitrary<Collection21> = fc
  .tuple(group, sparse({ name: text, description, version: maybe(text), _postman_id: maybe(fc.uuid()) }))
  .map(
    ([{ name: _, description: __, ...collection }, info]: [{ name?: unknown; description?: unknown }, object]) =>
      ({
        ...collection,
        info,
      }) as unknown as Collection21,
  );
