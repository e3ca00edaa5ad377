import type { UserError } from '../user-error';
import type { Event21, Item21 } from './types';
import { asideFile } from './v3-aside';
import { readV3 } from './v3-read';
import { writeV3 } from './v3-write';

const read = (files: Record<string, string>, name = 'mine') => readV3(new Map(Object.entries(files)), name);
const one = (text: string) => read({ 'a.request.yaml': text });
const requestOf = (text: string) => one(text).collection.item[0]!.request;
const http = '$kind: http-request\n';

describe('a v3 collection', () => {
  it.each<[string, string, object]>([
    [
      'headers as a map',
      'headers:\n  A: b\n  "1": c',
      {
        header: [
          { key: 'A', value: 'b' },
          { key: '1', value: 'c' },
        ],
      },
    ],
    [
      'headers as a list',
      'headers:\n  - key: A\n    value: b\n    disabled: true\n    description: why',
      { header: [{ key: 'A', value: 'b', description: 'why', disabled: true }] },
    ],
    [
      'a JSON body',
      'body: {type: json, content: "{}"}',
      { body: { mode: 'raw', raw: '{}', options: { raw: { language: 'json' } } } },
    ],
    ['a text body', 'body: {type: text, content: hi}', { body: { mode: 'raw', raw: 'hi' } }],
    ['no body', 'body: {type: none}', { body: { mode: 'none' } }],
    ['a file', 'body: {type: file, content: {src: ./a.bin}}', { body: { mode: 'file', file: { src: './a.bin' } } }],
    [
      'a form as a map',
      'body: {type: urlencoded, content: {a: b}}',
      { body: { mode: 'urlencoded', urlencoded: [{ key: 'a', value: 'b' }] } },
    ],
    [
      'a form with a file',
      'body:\n  type: formdata\n  content:\n    - {key: f, type: file, src: ./a.bin}\n    - {key: t, type: text, value: v, contentType: text/plain}',
      {
        body: {
          mode: 'formdata',
          formdata: [
            { key: 'f', src: './a.bin', type: 'file' },
            { key: 't', value: 'v', type: 'text', contentType: 'text/plain' },
          ],
        },
      },
    ],
    [
      'credentials as a map',
      'auth: {type: jwt, credentials: {secret: s, isSecretBase64Encoded: true}}',
      {
        auth: {
          type: 'jwt',
          jwt: [
            { key: 'secret', value: 's', type: 'string' },
            { key: 'isSecretBase64Encoded', value: true, type: 'boolean' },
          ],
        },
      },
    ],
    [
      'credentials as a list',
      'auth:\n  type: bearer\n  credentials:\n    - key: token\n      value: "{{t}}"',
      { auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{t}}', type: 'string' }] } },
    ],
    ['no auth', 'auth: {type: noauth}', { auth: { type: 'noauth' } }],
    [
      'a query in the URL',
      "url: '{{b}}/a?x=1&y'",
      {
        url: {
          raw: '{{b}}/a?x=1&y',
          host: ['{{b}}'],
          path: ['a'],
          query: [
            { key: 'x', value: '1' },
            { key: 'y', value: null },
          ],
        },
      },
    ],
    [
      'a query in queryParams only',
      "url: 'http://a.example/b#c'\nqueryParams:\n  - {key: x, value: '1'}\n  - {key: y, value: '2', disabled: true}",
      {
        url: {
          raw: 'http://a.example/b?x=1#c',
          protocol: 'http',
          host: ['a', 'example'],
          path: ['b'],
          hash: 'c',
          query: [
            { key: 'x', value: '1' },
            { key: 'y', value: '2', disabled: true },
          ],
        },
      },
    ],
    [
      'path variables',
      "url: 'http://a.example/:id'\npathVariables: {id: '7'}",
      {
        url: {
          raw: 'http://a.example/:id',
          protocol: 'http',
          host: ['a', 'example'],
          path: [':id'],
          variable: [{ key: 'id', value: '7' }],
        },
      },
    ],
  ])('has %s', (_, text, wanted) => {
    expect(requestOf(http + text)).toEqual({ header: [], ...wanted });
    expect(one(http + text).warnings).toEqual([]);
  });

  it('inherits auth that a request does not give, or gives as inherit', () => {
    expect(requestOf(http)).toEqual({ header: [] });
    expect(requestOf(`${http}auth: {type: inherit}`)).toEqual({ header: [] });
  });

  it('reads settings as protocol options', () => {
    const text = `${http}settings: {strictSSL: false, followRedirects: false, maxRedirects: 2, disabledSystemHeaders: [host, accept]}`;
    expect(one(text).collection.item[0]!.protocolProfileBehavior).toEqual({
      strictSSL: false,
      followRedirects: false,
      maxRedirects: 2,
      disabledSystemHeaders: { host: true, accept: true },
    });
  });

  it('sorts requests and folders together by order, then by name', () => {
    const { collection } = read({
      'z.request.yaml': `${http}order: 1000`,
      'b/.resources/definition.yaml': '$kind: collection\norder: 1500',
      'b/in.request.yaml': http,
      'y.request.yaml': `${http}order: 2000.5`,
      'x.request.yaml': http,
      'a.request.yml': http,
    });
    expect(collection.item.map(({ name }) => name)).toEqual(['z', 'b', 'y', 'a', 'x']);
  });

  it('reads names, descriptions, variables, auth and scripts of each level', () => {
    const definition = [
      '$kind: collection',
      'name: Mine: all',
      'description: what',
      'variables: {a: b}',
      'auth: {type: bearer, credentials: {token: t}}',
      'scripts:',
      '  - {type: "http:beforeRequest", code: "one()", language: text/javascript}',
      '  - {type: "grpc:beforeInvoke", code: "not here"}',
    ].join('\n');
    const { collection, warnings } = read({
      '.resources/definition.yaml': definition.replace('Mine: all', "'Mine: all'"),
      'f/.resources/definition.yaml': definition.replace('Mine: all', 'Folder'),
      'f/r.request.yaml': `${http}scripts: [{type: afterResponse, code: "two()\\nthree()"}]`,
    });
    const common = {
      variable: [{ key: 'a', value: 'b' }],
      auth: { type: 'bearer', bearer: [{ key: 'token', value: 't', type: 'string' }] },
      event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec: ['one()'] } }],
    };
    expect(warnings).toEqual([]);
    expect(collection).toMatchObject({ info: { name: 'Mine: all', description: 'what' }, ...common });
    expect(collection.item[0]).toMatchObject({ name: 'Folder', description: 'what', ...common });
    expect(collection.item[0]!.item![0]!.event).toEqual([
      { listen: 'test', script: { type: 'text/javascript', exec: ['two()', 'three()'] } },
    ]);
  });

  it('reads examples from the usual folder, or from the one that the request names', () => {
    const example =
      '$kind: http-example\nrequest: {url: u, method: PUT}\nresponse: {statusCode: 200, statusText: OK, headers: {A: b}, body: {type: json, content: "{}"}}\norder: ';
    const { collection, warnings } = read({
      'a.request.yaml': http,
      '.resources/a.resources/examples/late.example.yaml': `${example}2`,
      '.resources/a.resources/examples/early.example.yml': `${example}1\nname: Early`,
      'b.request.yaml': `${http}examples: ./.resources/other/examples/`,
      '.resources/other/examples/x.example.yaml': `${example}1`,
    });
    expect(warnings).toEqual([]);
    const names = (at: number) => (collection.item[at]!.response as { name: string }[]).map(({ name }) => name);
    expect([names(0), names(1)]).toEqual([['Early', 'late'], ['x']]);
    expect((collection.item[0]!.response as object[])[0]).toMatchObject({
      originalRequest: { method: 'PUT', url: { raw: 'u' } },
      code: 200,
      status: 'OK',
      _postman_previewlanguage: 'json',
      header: [{ key: 'A', value: 'b' }],
      body: '{}',
    });
  });

  it('sends GraphQL as what it is, and runs the scripts that are meant for it', () => {
    const code = (events: Event21[] | undefined) => events?.map(({ script }) => script?.exec);
    const { collection } = read({
      '.resources/definition.yaml':
        '$kind: collection\nscripts: [{type: "http:beforeRequest", code: h}, {type: "graphql:beforeQuery", code: g}]',
      'f/.resources/definition.yaml': '$kind: collection\nscripts: [{type: "graphql:beforeQuery", code: in}]',
      'f/q.request.yaml':
        '$kind: graphql-request\nurl: u\nquery: "{ a }"\nvariables: "{}"\nscripts: [{type: beforeQuery, code: q}]',
      'r.request.yaml': http,
    });
    const [folder, request] = collection.item as [Item21, Item21];
    expect(collection.event).toBeUndefined();
    expect(code(folder.event)).toEqual([['g'], ['in']]);
    expect(code(request.event)).toEqual([['h']]);
    expect(code(folder.item![0]!.event)).toEqual([['q']]);
    expect(folder.item![0]!.request).toMatchObject({
      method: 'POST',
      body: { mode: 'graphql', graphql: { query: '{ a }', variables: '{}' } },
    });
  });

  it.each([
    ['grpc-request', '', 'gRPC'],
    ['websocket-request', '', 'WebSocket'],
    ['socket.io-request', '', 'Socket.IO'],
    ['mqtt-request', '', 'MQTT'],
    ['mcp-request', '', 'MCP'],
    ['llm-request', '', 'LLM'],
    ['graphql-request', 'query: "# a\\n subscription { a }"', 'GraphQL subscription'],
  ])('lists a request of kind %s as not sendable', (kind, rest, name) => {
    const { collection, notSendable } = read({ 'F/a.request.yaml': `$kind: ${kind}\n${rest}` });
    expect(notSendable).toEqual([{ name: 'a', folders: ['F'], kind: name, file: 'F/a.request.yaml' }]);
    expect(collection.item[0]!.item).toEqual([]);
  });

  it('ignores what is no request, and everything in .resources', () => {
    const { collection } = read({
      'a.yaml': 'b: [',
      '.resources/x.request.yaml': 'b: [',
      'f/.resources/y/z.request.yaml': 'b: [',
      'specs/openapi.yaml': 'b: [',
    });
    expect(collection.item).toEqual([]);
  });
});

describe('a mistake in a v3 collection', () => {
  it.each([
    ['metod: GET', '2:1', 'unknown key "metod" is ignored; did you mean "method"?'],
    ['event: []', '2:1', 'unknown key "event" is ignored; did you mean "scripts"?'],
    ['params: {}', '2:1', 'unknown key "params" is ignored; did you mean "queryParams"?'],
    ['body: {type: json, raw: "{}"}', '2:20', 'unknown key "raw" is ignored; did you mean "content"?'],
    ['headers:\n  - key: A\n    val: b', '4:5', 'unknown key "val" is ignored; did you mean "value"?'],
    ['something: else', '2:1', 'unknown key "something" is ignored'],
    ['"\\e[31m": else', '2:1', 'unknown key "\\u001b[31m" is ignored'],
    ['headers: {A: 400}', '2:14', 'headers "A" is not a text; put it in single quotes: \'400\''],
    ['headers: {A: 0400}', '2:14', 'headers "A" is not a text; put it in single quotes: \'0400\''],
    [
      'scripts: [{type: "http:afterResponse", code: a}]',
      '2:18',
      'a script of this type never runs here, so it is ignored; did you mean "afterResponse"?',
    ],
    ['body: {mode: raw}', '2:8', 'unknown key "mode" is ignored; did you mean "type"?'],
    ["order: '7'", '2:8', 'order is a text; remove the quotes'],
    ['url: a?b=c\nqueryParams: {d: e}', '3:14', 'queryParams and the query of url differ; what is in either is sent'],
    [
      'auth: [{type: noauth}, {type: bearer}]',
      '2:24',
      'only the first of several auths is used, because Newman knows only one',
    ],
    ['examples: ./nowhere', '2:11', 'there are no examples in this folder of the collection'],
  ])('is a warning: %s', (text, place, message) => {
    const { warnings } = one(http + text);
    const [first] = warnings;
    expect(`${first?.file}:${first?.line}:${first?.column} ${first?.message}`).toBe(
      `a.request.yaml:${place} ${message}`,
    );
  });

  it('is a warning also in a definition', () => {
    const { warnings } = read({
      '.resources/definition.yaml': '$kind: collection\nscripts: [{type: afterResponse, code: a}]',
    });
    expect(warnings.map(({ message }) => message)).toEqual([
      'a script of this type never runs here, so it is ignored; did you mean "http:afterResponse"?',
    ]);
  });

  it.each([
    [`${http}url: {{baseUrl}}/a`, '2:6', 'a value begins with {{, which YAML reads as a map'],
    [`${http}url: {{baseUrl}}`, '2:7', 'a value begins with {{, which YAML reads as a map'],
    [`${http}headers:\n  - key: A\n    value: {{token}}`, '4:13', 'a value begins with {{, which YAML reads as a map'],
    [`${http}  url: a`, '1:8', 'is not valid YAML'],
    [`${http}url: [a`, '2:8', 'is not valid YAML'],
    [`${http}url: a\nurl: b`, '3:1', 'is not valid YAML (duplicate key)'],
    [`${http}url: {a: b}`, '2:6', 'url must be a text, but is a map'],
    [`${http}scripts: code`, '2:10', 'scripts must be a list, but is a single value'],
    [`${http}order: soon`, '2:8', 'order must be a number'],
    [`${http}body: {type: josn, content: ""}`, '2:14', 'the type of a body is unknown'],
    [`${http}settings: {strictSSL: no}`, '2:23', 'strictSSL must be true or false'],
    ['$kind: http-requst', '1:8', '"http-requst" is no kind of request'],
    ['- a', '1:1', 'the file must be a map, but is a list'],
    [`${http}a: *b`, '2:4', 'an alias has no anchor'],
  ])('is an error with line and column: %j', (text, place, message) => {
    let error: UserError | undefined;
    try {
      one(text);
    } catch (thrown) {
      error = thrown as UserError;
    }
    expect(error?.name).toBe('UserError');
    expect(error?.message).toContain(`a.request.yaml:${place}: ${message}`);
    expect(error?.remedy).toEqual(expect.any(String));
  });

  it('does not hide the mistakes in other files', () => {
    expect(() => read({ 'a.request.yaml': 'a: [', 'f/b.request.yaml': `${http}order: x` })).toThrow(
      /a\.request\.yaml:1:.*f\/b\.request\.yaml:2:8/,
    );
  });

  it('does not quote what may be a secret', () => {
    expect(() => one(`${http}headers: "s3cret: [`)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
    );
  });
});

describe('a hostile v3 collection', () => {
  it('cannot fill the memory with aliases', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${level}: &a${level} [${Array(9).fill(level ? `*a${level - 1}` : 'x')}]`,
    );
    expect(() => one(`${http}headers:\n${levels.map((line) => `  ${line}`).join('\n')}`)).toThrow(/too many values/);
  });

  it.each([['['], ['{a: '], ['- ']])('cannot be too deep: %s', (opening) => {
    expect(() => one(`${http}headers: ${opening.repeat(20_000)}`)).toThrow(
      expect.objectContaining({ name: 'UserError' }),
    );
  });

  it('cannot reach prototypes', () => {
    const text = `${http}headers: {__proto__: a, constructor: b}\nauth: {type: __proto__, credentials: {__proto__: {polluted: yes}}}`;
    const { collection } = read({
      'a.request.yaml': text,
      '__proto__/b.request.yaml': http,
      [asideFile]: JSON.stringify({ 'a.request.yaml': [{ at: '/__proto__/polluted', '2.1': 'yes' }] }),
    });
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(collection.item.map(({ name }) => name)).toEqual(['__proto__', 'a']);
    expect(collection.item[1]!.request).toMatchObject({
      header: [
        { key: '__proto__', value: 'a' },
        { key: 'constructor', value: 'b' },
      ],
    });
  });
});

describe('what v3 has no place for', () => {
  const { files } = writeV3({
    info: { name: 'c', version: '1' },
    item: [
      {
        name: 'a',
        id: 'my.id',
        request: { method: 'GET', url: 'u', header: [{ key: 'A', value: 'b', type: 'text' }] },
      },
    ],
  });

  it('comes back, unless the file has been edited there', () => {
    const path = 'a.request.yaml';
    expect(readV3(files, '').collection.item[0]).toMatchObject({
      id: 'my.id',
      request: { header: [{ type: 'text' }] },
    });
    const edited = new Map([...files, [path, files.get(path)!.replace('A: b', 'B: c\n  D: e')]]);
    const { collection, warnings } = readV3(edited, '');
    expect(collection.item[0]).toMatchObject({
      id: 'my.id',
      request: {
        header: [
          { key: 'B', value: 'c', type: 'text' },
          { key: 'D', value: 'e' },
        ],
      },
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['{', 'is not JSON as convert writes it, so it is ignored'],
    [
      '{"a.request.yaml": [{"at": "/request/method", "v3": "PUT", "2.1": "PATCH"}]}',
      '"a.request.yaml" has been edited since, so 1 of its entries are ignored',
    ],
    [
      '{"b.request.yaml": [{"at": "/id", "2.1": "x"}]}',
      '"b.request.yaml" is no item of this collection, so it is ignored',
    ],
  ])('is ignored with a warning if it does not fit: %s', (text, message) => {
    const { warnings, collection } = readV3(new Map([...files, [asideFile, text]]), '');
    expect(warnings.map((each) => each.message)).toEqual([message]);
    expect((collection.item[0]!.request as { method: string }).method).toBe('GET');
  });
});
