import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { run } from 'newman';
import { convertCollection } from '../lib/postman/convert';
import { readJsonCollection } from '../lib/postman/formats';
import type { Collection21, CollectionFormat, Files } from '../lib/postman/types';
import { asideFile } from '../lib/postman/v3-aside';
import { readV3 } from '../lib/postman/v3-read';

/** What differs in every run: ports, random parts, clocks. */
const volatile = /^(?:host|connection|postman-token|cookie)$/i;

let server: Server;
let sent: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = request.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 1 || volatile.test(name) ? [] : [`${name}: ${all[at + 1]}`],
      );
      const text = `${request.method} ${request.url} ${headers.join('; ')} ${Buffer.concat(parts)}`;
      sent.push(text.replace(/-{10,}[\w-]+/g, '(boundary)'));
      response.setHeader('content-type', 'application/json');
      response.end('{"id": 7, "name": "a"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

/** What stock Newman sends, and what the assertions of a collection say. */
async function ran(collection: object): Promise<object> {
  sent = [];
  const { port } = server.address() as AddressInfo;
  const assertions = await new Promise<string[]>((resolve, reject) =>
    run(
      { collection, reporters: [], envVar: [{ key: 'baseUrl', value: `http://127.0.0.1:${port}` }] },
      (error, { run: { executions } }) => {
        if (error) return reject(error);
        const all = executions.flatMap(({ item, assertions: each }) =>
          (each ?? []).map((one) => `${item.name}: ${one.assertion}: ${one.error?.message ?? 'ok'}`),
        );
        return resolve(all);
      },
    ),
  );
  return { sent, assertions };
}

const events = (before: string, after: string) => [
  { listen: 'prerequest', script: { type: 'text/javascript', exec: before.split('\n') } },
  { listen: 'test', script: { type: 'text/javascript', exec: after.split('\n') } },
];
const url = (path: string, more: object = {}) => ({
  raw: `{{baseUrl}}/${path}`,
  host: ['{{baseUrl}}'],
  path: path.split('/'),
  ...more,
});
const basic = {
  type: 'basic',
  basic: [
    { key: 'username', value: 'u' },
    { key: 'password', value: 'p' },
  ],
};
const seen = "pm.test('is answered', () => pm.response.to.have.status(200));";

/** Collections as people write them, by what is in them. */
const collections: Readonly<Record<string, object[]>> = {
  'queries, disabled and repeated': [
    {
      name: 'q',
      request: {
        method: 'GET',
        url: url('a', {
          query: [
            { key: 'x', value: '1' },
            { key: 'x', value: 'a b&c#d' },
            { key: 'off', value: '1', disabled: true },
            { key: 'flag', value: null },
          ],
        }),
        header: [
          { key: 'A', value: '1' },
          { key: 'A', value: '2' },
          { key: 'Off', value: '1', disabled: true },
        ],
      },
    },
  ],
  'path variables and dynamic names': [
    {
      name: ':id/?',
      request: { method: 'PUT', url: url('v1/:id/x', { variable: [{ key: 'id', value: '{{id}}' }] }) },
      event: events("pm.variables.set('id', 9);", seen),
    },
  ],
  'every kind of body': [
    {
      name: 'json',
      request: {
        method: 'POST',
        url: url('j'),
        body: { mode: 'raw', raw: '{\n  "a": "{{baseUrl}}"\n}\n', options: { raw: { language: 'json' } } },
      },
    },
    { name: 'text', request: { method: 'POST', url: url('t'), body: { mode: 'raw', raw: ' a: b\r\n# c\n' } } },
    {
      name: 'xml',
      request: {
        method: 'POST',
        url: url('x'),
        body: { mode: 'raw', raw: '<a/>', options: { raw: { language: 'xml' } } },
      },
    },
    {
      name: 'form',
      request: {
        method: 'POST',
        url: url('f'),
        body: {
          mode: 'urlencoded',
          urlencoded: [
            { key: 'a', value: 'b c' },
            { key: 'a', value: 'd' },
          ],
        },
      },
    },
    {
      name: 'parts',
      request: {
        method: 'POST',
        url: url('p'),
        body: { mode: 'formdata', formdata: [{ key: 'a', value: 'b', type: 'text', contentType: 'text/csv' }] },
      },
    },
    {
      name: 'graphql',
      request: {
        method: 'POST',
        url: url('g'),
        body: { mode: 'graphql', graphql: { query: '{ a }', variables: '{"b": 1}' } },
      },
    },
    { name: 'off', request: { method: 'POST', url: url('o'), body: { mode: 'raw', raw: 'off', disabled: true } } },
  ],
  'auth that is inherited, changed and removed': [
    {
      name: 'F',
      auth: basic,
      item: [
        { name: 'inherits', request: { method: 'GET', url: url('i') } },
        { name: 'none', request: { method: 'GET', url: url('n'), auth: { type: 'noauth' } } },
        {
          name: 'key',
          request: {
            method: 'GET',
            url: url('k'),
            auth: {
              type: 'apikey',
              apikey: [
                { key: 'key', value: 'X-Key' },
                { key: 'value', value: 'v' },
                { key: 'in', value: 'header' },
              ],
            },
          },
        },
      ],
    },
  ],
  'scripts at each level, in order': [
    {
      name: 'F',
      event: events(
        "pm.variables.set('t', pm.variables.get('t') + 'f');",
        "pm.test('folder', () => pm.expect(pm.response.json().id).to.eql(8));",
      ),
      item: [
        {
          name: 'r',
          event: events("pm.variables.set('t', pm.variables.get('t') + 'r');", seen),
          request: { method: 'GET', url: url('s'), header: [{ key: 'T', value: '{{t}}' }] },
        },
        {
          name: 'g',
          request: {
            method: 'POST',
            url: url('g'),
            header: [{ key: 'T', value: '{{t}}' }],
            body: { mode: 'graphql', graphql: { query: '{ a }' } },
          },
        },
      ],
    },
  ],
  'the order of setNextRequest, with the same name twice': [
    { name: 'A', event: events('', "postman.setNextRequest('C');"), request: { method: 'GET', url: url('1') } },
    { name: 'a', request: { method: 'GET', url: url('2') } },
    { name: 'C', event: events('', seen), request: { method: 'GET', url: url('3') } },
  ],
  'options of folders': [
    {
      name: 'F',
      protocolProfileBehavior: { disabledSystemHeaders: { 'user-agent': true } },
      item: [
        { name: 'r', protocolProfileBehavior: { followRedirects: false }, request: { method: 'GET', url: url('r') } },
      ],
    },
  ],
  'requests that are only a URL': ['{{baseUrl}}/only?a=b#c'].map((request) => ({ name: 'u', request })),
};

const collectionOf = (item: object[]): Collection21 =>
  ({
    info: { name: 'c', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [{ key: 'own', value: '1' }],
    event: events(
      "pm.variables.set('t', 'c' + pm.variables.get('own'));",
      "pm.test('collection', () => pm.expect(1).to.eql(1));",
    ),
    item,
  }) as unknown as Collection21;

describe('stock Newman sends and asserts the same after the way', () => {
  const rows = Object.entries(collections);

  it.each(rows)('to v3 and back: %s', async (_, item) => {
    const collection = collectionOf(item);
    const read = { format: '2.1' as const, collection, warnings: [], notSendable: [] };
    const files = convertCollection(read, 'v3').content as Files;
    const wanted = await ran(collection);
    expect(sent.length).toBeGreaterThan(0);
    expect(await ran(readV3(files, '').collection)).toEqual(wanted);
    // What Postman itself sees.
    const without = new Map([...files].filter(([path]) => path !== asideFile));
    expect(await ran(readV3(without, '').collection)).toEqual(wanted);
  });

  const [withNoauth] = rows.filter(([name]) => name.startsWith('auth'));

  it('except that format 1 has no noauth, which is said', () => {
    const collection = collectionOf(withNoauth![1]);
    const converted = convertCollection({ format: '2.1', collection, warnings: [], notSendable: [] }, '1');
    expect(converted.withoutPlace).toContain('item[].item[].request.auth');
  });

  const others = rows
    .flatMap(([name, item]) => (['1', '2.0'] as const).map((format) => [format, name, item] as const))
    .filter(([format, name]) => format === '2.0' || name !== withNoauth![0]);

  it.each(others)('to format %s and back: %s', async (format: Exclude<CollectionFormat, 'v3'>, _, item) => {
    const collection = collectionOf([...item]);
    const { content } = convertCollection({ format: '2.1', collection, warnings: [], notSendable: [] }, format);
    const back = readJsonCollection(JSON.parse(content as string))!;
    expect(back.format).toBe(format);
    expect(await ran(back.collection)).toEqual(await ran(collection));
  });
});
