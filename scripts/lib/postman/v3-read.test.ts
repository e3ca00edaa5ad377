import type { Event21, Item21 } from './types';
import { asideFile } from './v3-aside';
import { readV3 } from './v3-read';
import { writeV3 } from './v3-write';

const read = (files: Record<string, string>) => readV3(new Map(Object.entries(files)), 'mine');
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

  it('ignores what is not a request, and everything in .resources', () => {
    const { collection } = read({
      'a.yaml': 'b: [',
      '.resources/x.request.yaml': 'b: [',
      'f/.resources/y/z.request.yaml': 'b: [',
      'specs/openapi.yaml': 'b: [',
    });
    expect(collection.item).toEqual([]);
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
    ['{', 'is not JSON, so it is ignored: it ends inside an object'],
    [
      '{"a.request.yaml": [{"at": "/request/method", "v3": "PUT", "2.1": "PATCH"}]}',
      '"a.request.yaml" has been edited since, so 1 of its entries are ignored',
    ],
    [
      '{"b.request.yaml": [{"at": "/id", "2.1": "x"}]}',
      '"b.request.yaml" is not an item of this collection, so it is ignored',
    ],
  ])('is ignored with a warning if it does not fit: %s', (text, message) => {
    const { warnings, collection } = readV3(new Map([...files, [asideFile, text]]), '');
    expect(warnings.map((each) => each.message)).toEqual([message]);
    expect((collection.item[0]!.request as { method: string }).method).toBe('GET');
  });
});
