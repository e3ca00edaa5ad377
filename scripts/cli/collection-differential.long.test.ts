import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { run as stockNewman } from 'newman';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const script = (listen: string, ...exec: string[]) => ({ listen, script: { type: 'text/javascript', exec } });
const test = script(
  'test',
  'pm.test("answered", () => pm.response.to.have.status(200));',
  'pm.test("no", () => pm.expect(1).to.eql(2));',
);
const get = (path: string, more: object = {}) => ({
  name: path,
  request: { method: 'GET', url: `{{baseUrl}}/${path}`, ...more },
});
const post = (path: string, body: object, more: object = {}) => get(path, { method: 'POST', body, ...more });
const basic = {
  type: 'basic',
  basic: [
    { key: 'username', value: 'u' },
    { key: 'password', value: 'p' },
  ],
};
const bearer = (value: string) => ({ type: 'bearer', bearer: [{ key: 'token', value }] });
const apikey = (place: string) => ({
  type: 'apikey',
  apikey: [
    { key: 'key', value: 'X-Key' },
    { key: 'value', value: 'k' },
    { key: 'in', value: place },
  ],
});
const parameters = [
  { key: 'a', value: '1' },
  { key: 'b', value: '2', disabled: true },
  { key: 'c', value: 'ä &' },
];

/** Collections in the manner of public ones. */
const collections: Readonly<Record<string, object>> = {
  'auth inherited from the collection': {
    auth: basic,
    item: [get('a'), { name: 'f', item: [get('b'), get('c', { auth: { type: 'noauth' } })] }],
  },
  'auth inherited from a folder': {
    item: [{ name: 'f', auth: bearer('t'), item: [get('a'), get('b', { auth: basic })] }],
  },
  'an API key in a header': { auth: apikey('header'), item: [get('a')] },
  'an API key in the query': { auth: apikey('query'), item: [get('a?x=1')] },
  'disabled headers and parameters': {
    item: [
      get('a', {
        header: [
          { key: 'A', value: '1' },
          { key: 'B', value: '2', disabled: true },
        ],
      }),
      get('b', { url: { raw: '{{baseUrl}}/b?a=1&b=2', host: ['{{baseUrl}}'], path: ['b'], query: parameters } }),
    ],
  },
  'path variables': {
    item: [
      get('x', { url: { host: ['{{baseUrl}}'], path: ['v1', ':id', 'x'], variable: [{ key: 'id', value: '7/8' }] } }),
    ],
  },
  'a raw body': {
    item: [post('a', { mode: 'raw', raw: '{"a": "{{v}}"}', options: { raw: { language: 'json' } } })],
    variable: [{ key: 'v', value: 'ö' }],
  },
  'a form in the URL encoding': { item: [post('a', { mode: 'urlencoded', urlencoded: parameters })] },
  'a multipart form': {
    item: [
      post('a', {
        mode: 'formdata',
        formdata: [
          ...parameters.map((each) => ({ ...each, type: 'text' })),
          { key: 'f', type: 'file', src: 'files/note.txt' },
        ],
      }),
    ],
  },
  'a file as the body': { item: [post('a', { mode: 'file', file: { src: 'files/note.txt' } })] },
  'a file that is missing': { item: [post('a', { mode: 'file', file: { src: 'files/none.txt' } })] },
  'an empty file in a form': {
    item: [post('a', { mode: 'formdata', formdata: [{ key: 'f', type: 'file', src: 'files/empty.txt' }] })],
  },
  'a GraphQL body': { item: [post('a', { mode: 'graphql', graphql: { query: '{ a }', variables: '{"b":1}' } })] },
  cookies: { item: [get('set-cookie'), get('again'), get('elsewhere')] },
  'dynamic variables': { item: [get('a?id={{$guid}}&t={{$timestamp}}&n={{$randomInt}}')] },
  'the order of a script': {
    item: [
      {
        ...get('first'),
        event: [
          script(
            'test',
            'if (!pm.variables.get("again")) { pm.variables.set("again", "1"); pm.execution.setNextRequest("third"); }',
          ),
        ],
      },
      get('second'),
      {
        ...get('third'),
        event: [
          script(
            'test',
            'pm.execution.setNextRequest(pm.variables.get("over") ? null : "own-id"); pm.variables.set("over", "1");',
          ),
        ],
      },
      { ...get('fourth'), id: 'own-id', event: [script('test', 'pm.execution.setNextRequest("third");')] },
    ],
  },
  'scripts at every level': {
    event: [script('prerequest', 'pm.variables.set("c", "collection");')],
    item: [
      {
        name: 'f',
        event: [script('prerequest', 'pm.variables.set("f", "folder");')],
        item: [
          {
            ...get('a?x={{c}}&y={{f}}&z={{r}}'),
            event: [script('prerequest', 'pm.variables.set("r", "request");'), test],
          },
        ],
      },
    ],
  },
  'variables that scripts set in every scope': {
    item: [
      {
        ...get('a'),
        event: [
          script(
            'test',
            'postman.setEnvironmentVariable("one", "1");',
            'pm.globals',
            '  .set("two", "2");',
            'for (const name of ["three"]) pm.collectionVariables.set(name, "3");',
          ),
        ],
      },
      get('b?x={{one}}&y={{two}}&z={{three}}&w={{nothing}}'),
    ],
  },
  'requests of scripts, and ones that are skipped': {
    item: [
      {
        ...get('a'),
        event: [
          script(
            'prerequest',
            'pm.sendRequest({ url: pm.environment.get("baseUrl") + "/s", method: "PUT", body: { mode: "raw", raw: "x" } }, () => {});',
          ),
        ],
      },
      { ...get('b'), event: [script('prerequest', 'pm.execution.skipRequest();')] },
    ],
  },
  'names that are missing or numbers': {
    item: [
      { request: '{{baseUrl}}/a' },
      { name: 7, request: { url: '{{baseUrl}}/b' } },
      { name: '', item: [get('c')] },
    ],
  },
  'a changed request': {
    item: [
      {
        ...get('a'),
        event: [
          script(
            'prerequest',
            'pm.request.url = pm.environment.get("baseUrl") + "/changed"; pm.request.headers.add({ key: "N", value: "v" });',
          ),
          test,
        ],
      },
    ],
  },
  'other methods and odd paths': {
    item: [
      get('a//b/../c?q=a b', { method: 'DELETE' }),
      get('%C3%A4/ä', { method: 'OPTIONS' }),
      get('x', { method: 'HEAD' }),
      get('y', { method: 'PATCH' }),
    ],
  },
};

/** What is random, or about the connection, in the same form for both. */
function comparable(request: IncomingMessage, body: string): unknown {
  const names = new Set(['postman-token', 'host', 'connection']);
  const pairs = request.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, request.rawHeaders[index + 1]!]] : [],
  );
  const plain = (text: string): string =>
    text
      .replace(/-{20,}\w+/g, 'boundary')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'guid')
      .replace(/(?<=[=])\d{1,10}(?=&|$)/g, 'number');
  const headers = pairs
    .filter(([name]) => !names.has(name!.toLowerCase()))
    .map((pair) => pair.map((text) => plain(text!)));
  return [request.method, plain(request.url ?? ''), headers, plain(body)];
}

async function recorder() {
  const seen: unknown[] = [];
  const server = await httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push(comparable(request, Buffer.concat(chunks).toString('utf8')));
    response.writeHead(200, {
      'Content-Type': 'application/json',
      ...(request.url === '/set-cookie' && { 'Set-Cookie': 'a=b; Path=/' }),
    });
    response.end(JSON.stringify({ path: request.url }));
  });
  return { server, seen };
}

/** Names and results of assertions, and how many scripts failed. */
async function byStock(collection: object, baseUrl: string): Promise<unknown[]> {
  const results: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    const envVar = [{ key: 'baseUrl', value: baseUrl }];
    const options = { collection: structuredClone(collection), envVar, workingDir: work.path('mine'), reporters: [] };
    stockNewman(options, (error) => (error ? reject(error) : resolve())).on('assertion', (error, { assertion }) =>
      results.push([assertion, error ? 'failed' : 'passed', error?.message]),
    );
  });
  return results;
}

describe('a collection sends and asserts what it does in stock Newman', () => {
  it.each(Object.entries(collections))('%s', async (name, parts) => {
    mkdirSync(work.path('mine', 'files'), { recursive: true });
    writeFileSync(work.path('mine', 'files', 'note.txt'), 'a note');
    writeFileSync(work.path('mine', 'files', 'empty.txt'), '');
    const collection = { info: { name, schema }, event: [test], ...parts };
    writeFileSync(work.path('mine', 'c.json'), JSON.stringify(collection));
    const { server, seen } = await recorder();
    const wanted = { results: await byStock(collection, server.url), seen: seen.splice(0) };
    const { report } = await work.run(['run', '--out', 'out', '--collection', 'mine/c.json'], {
      env: { IMBURSE_BASE_URL: server.url },
    });
    const results = report!.cases.flatMap(({ assertions = [] }) =>
      assertions.map((each) => [each.name, each.result, each.message]),
    );
    expect(seen).toEqual(wanted.seen);
    expect(results).toHaveLength(wanted.results.length);
    expect(new Set(results.map((each) => JSON.stringify(each)))).toEqual(
      new Set(wanted.results.map((each) => JSON.stringify(each))),
    );
  });
});
