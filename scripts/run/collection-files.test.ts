import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { present } from '../testing/present';
import { readCollection, readIterationData, readPostmanEnvironment } from './collection-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collection-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const schema = (version: string) => `https://schema.getpostman.com/json/collection/v${version}/collection.json`;
const item = [
  {
    name: 'a',
    request: { method: 'GET', url: 'http://a.example/b', auth: { type: 'basic', basic: { username: 'u' } } },
  },
];
const listed = { type: 'basic', basic: [{ key: 'username', value: 'u', type: 'string' }] };
const v21 = { info: { name: 'c', schema: schema('2.1.0') }, item };
const http = '$kind: http-request\nurl: u\n';

const utf16 = (text: string, big: boolean, mark: boolean): Buffer => {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

describe('a collection is read', () => {
  it.each<[string, string | Buffer, string]>([
    ['2.1', JSON.stringify(v21), '2.1'],
    ['2.1 with a byte order mark', `\uFEFF${JSON.stringify(v21)}`, '2.1'],
    ['2.1 in UTF-16, little end first', utf16(JSON.stringify(v21), false, true), '2.1'],
    ['2.1 in UTF-16, big end first', utf16(JSON.stringify(v21), true, true), '2.1'],
    ['2.1 in UTF-16 without a mark', utf16(JSON.stringify(v21), false, false), '2.1'],
    ["2.1 as Postman's API wraps it", JSON.stringify({ collection: v21 }), '2.1'],
    ['2.1 without info', JSON.stringify({ item }), '2.1'],
    ['2.0', JSON.stringify({ info: { name: 'c', schema: schema('2.0.0') }, item }), '2.0'],
  ])('in format %s', (_, content, format) => {
    put('c.json', content);
    const read = readCollection('c.json', folder);
    expect(read.format).toBe(format);
    expect(read.collection.item[0]!.request).toMatchObject({ method: 'GET', auth: listed });
  });

  it('in format 1', () => {
    const request = { id: 'r', name: 'a', method: 'GET', url: 'http://a.example/b', preRequestScript: 'one()' };
    put('c.json', JSON.stringify({ id: 'i', name: 'c', order: ['r'], folders: [], requests: [request] }));
    const { format, collection } = readCollection('c.json', folder);
    expect(format).toBe('1');
    expect(collection.info.name).toBe('c');
    expect(collection.item[0]).toMatchObject({
      name: 'a',
      request: { method: 'GET', url: { host: ['a', 'example'] } },
    });
    expect(collection.item[0]!.event![0]!.listen).toBe('prerequest');
  });

  it.each(['.', 'postman', 'postman/collections'])(
    'in format v3, if %s holds one without a folder of its own',
    (path) => {
      put('postman/collections/a.request.yaml', http);
      put('postman/collections/.resources/definition.yaml', '$kind: collection\nname: Mine\n');
      put('postman/collections/Folder/b.request.yaml', http);
      const { collection } = readCollection(path, folder);
      expect([collection.info.name, collection.item.length]).toEqual(['Mine', 2]);
    },
  );

  it.each(['.', 'postman', 'postman/collections', 'postman/collections/Mine'])('in format v3, by %s', (path) => {
    put('postman/collections/Mine/a.request.yaml', http);
    put('postman/environments/Local.environment.yaml', 'values: []');
    put('postman/environments/notes.yaml', '');
    const { format, collection, environments } = readCollection(path, folder);
    expect([format, collection.info.name, collection.item.length]).toEqual(['v3', 'Mine', 1]);
    expect(environments).toEqual([
      { name: 'Local', path: join(folder, 'postman/environments/Local.environment.yaml') },
    ]);
  });

  it('without what links lead to', () => {
    put('c/a.request.yaml', http);
    put('outside/b.request.yaml', http);
    symlinkSync(join(folder, 'outside'), join(folder, 'c/linked'));
    symlinkSync(join(folder, 'outside/b.request.yaml'), join(folder, 'c/b.request.yaml'));
    symlinkSync(join(folder, 'c'), join(folder, 'c/circle'));
    const { collection, warnings } = readCollection('c', folder);
    expect(collection.item.map(({ name }) => name)).toEqual(['a']);
    expect(warnings.map(({ file, message }) => `${file} ${message}`).sort()).toEqual([
      'b.request.yaml is a link, so it is not read',
      'circle is a link, so it is not read',
      'linked is a link, so it is not read',
    ]);
  });
});

(present(process.platform !== 'win32', 'mkfifo') ? it : it.skip)(
  'says which file of a v3 collection is not a regular one',
  () => {
    put('c/a.request.yaml', http);
    execFileSync('mkfifo', [join(folder, 'c/b.request.yaml')]);
    const { collection, warnings } = readCollection('c', folder);
    expect([collection.item.length, warnings]).toEqual([
      1,
      [{ file: 'b.request.yaml', message: 'is not a regular file, so it is not read' }],
    ]);
  },
);

describe('what is not a collection is refused', () => {
  it.each<[string, string, string | undefined, RegExp]>([
    ['a missing file', 'none.json', undefined, /none\.json cannot be read: it does not exist/],
    ['other JSON', 'a.json', '{"a": 1}', /a\.json is not a Postman collection/],
    ['no JSON', 'a.json', '{\n  "item": [\n', /a\.json:3:1 is not JSON: it ends inside a list/],
    ['one file of a v3 collection', 'c/a.request.yaml', http, /a\.request\.yaml is one file of a v3 collection/],
  ])('%s', (_, path, content, message) => {
    if (content !== undefined) put(path, content);
    expect(() => readCollection(path, folder)).toThrow(message);
  });

  it('a folder without requests', () => {
    put('c/a.yaml', '');
    expect(() => readCollection('c', folder)).toThrow(/c contains no \*\.request\.yaml/);
  });

  it('a folder with several collections, naming them', () => {
    put('postman/collections/A/a.request.yaml', http);
    put('postman/collections/B/a.request.yaml', http);
    expect(() => readCollection('.', folder)).toThrow(/contains 2 collections: "A", "B"/);
  });

  it('more than 64 MiB', () => {
    for (let index = 0; index < 5; index += 1) put(`c/${index}.request.yaml`, Buffer.alloc(16 * 1024 * 1024, '#'));
    expect(() => readCollection('c', folder)).toThrow(/more than 64 MiB/);
  });
});

describe('iteration data', () => {
  it.each([
    ['a.csv', 'a,b\n1,"2\n"'],
    ['a.json', '[{"a": 1}]'],
    ['a.txt', '[{"a": 1}]'],
    ['a.csv', '[a],b\n1,2'],
    ['a.csv', '\uFEFF[{"a": 1}]'],
  ])('is read: %s with %j', (path, content) => {
    put(path, content);
    expect(readIterationData(path, folder)).toBe(content.replace('\uFEFF', ''));
  });

  it.each([
    ['a.json', '[{"a": 1},]', /--iteration-data: a\.json:1:10 is not JSON: there is a comma too many/],
    ['a.data', '[{"a": 1}\n{"a": 2}]', /a\.data:2:1 is not JSON: a comma is missing/],
    ['a.json', 'a,b\n1,2', /a\.json:1:1 is not JSON: a word needs double quotes/],
    ['none.json', undefined, /none\.json cannot be read: it does not exist/],
  ])('that Newman would read as CSV is refused: %s with %j', (path, content, message) => {
    if (content !== undefined) put(path, content);
    expect(() => readIterationData(path, folder)).toThrow(message);
  });
});

describe('an environment is read', () => {
  const values = [
    { key: 'a', value: 'b', enabled: true, type: 'default' },
    { key: 'c', value: 'd', enabled: false, type: 'secret' },
  ];

  it.each<[string, string | Buffer]>([
    ['a.postman_environment.json', JSON.stringify({ name: 'a', values })],
    ['a.json', JSON.stringify({ environment: { name: 'a', values } })],
    ['a.json', utf16(JSON.stringify({ name: 'a', values }), false, true)],
    ['a.postman_globals.json', JSON.stringify(values)],
    ['a.environment.yaml', 'values:\n  - {key: a, value: b}\n  - {key: c, value: d, enabled: false, secret: true}'],
    [
      'a.environment.yml',
      'name: a\nvalues:\n  - {key: a, value: b, type: default}\n  - {key: c, value: d, enabled: false, type: secret}',
    ],
  ])('from %s', (path, content) => {
    put(path, content);
    expect(readPostmanEnvironment(path, folder)).toEqual({ environment: { name: 'a', values }, warnings: [] });
  });

  it('with warnings for what Postman would ignore', () => {
    put('a.environment.yaml', 'values:\n  - {key: a, value: 400, enable: false}');
    const { environment, warnings } = readPostmanEnvironment('a.environment.yaml', folder);
    expect(environment.values).toEqual([{ key: 'a', value: '400', enabled: true, type: 'default' }]);
    expect(warnings.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
      '2:26 unknown key "enable" is ignored; did you mean "enabled"?',
      '2:21 value is not a text; put it in single quotes',
    ]);
  });

  it.each([
    ['a.json', '{}', /a\.json is not a Postman environment/],
    ['a.json', '[{"a": "b"}]', /a\.json is not a Postman environment/],
    ['a.json', '{"values": [}', /--environment: a\.json:1:13 is not JSON: \} closes what was opened differently/],
    ['a.environment.yaml', 'name: a', /a\.environment\.yaml:1:1: an environment needs values/],
  ])('and refused if it is not one: %s', (path, content, message) => {
    put(path, content);
    expect(() => readPostmanEnvironment(path, folder)).toThrow(message);
  });
});
