import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from '../contract';
import { makeWorkplace, type Workplace } from '../testing/cli';

let work: Workplace;
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

const collection = {
  info: { name: 'Mine', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
  item: [
    {
      name: 'In/side',
      item: [
        {
          name: 'CON',
          event: [{ listen: 'test', script: { type: 'text/javascript', exec: ['one();', 'two();'] } }],
          request: {
            method: 'POST',
            header: [{ key: 'A', value: '{{b}}' }],
            url: { raw: '{{baseUrl}}/a?b=c', host: ['{{baseUrl}}'], path: ['a'], query: [{ key: 'b', value: 'c' }] },
            body: { mode: 'raw', raw: '{}', options: { raw: { language: 'json' } } },
          },
          response: [],
        },
      ],
    },
    { name: '../../escape', request: { method: 'GET', header: [], url: { raw: 'u', host: ['u'] } }, response: [] },
  ],
};
const put = (path: string, content: unknown) =>
  writeFileSync(work.path(path), typeof content === 'string' ? content : JSON.stringify(content));
const json = (path: string): unknown => JSON.parse(readFileSync(work.path(path), 'utf8'));
const files = (path: string) =>
  readdirSync(work.path(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(work.path(path).length + 1))
    .sort();

describe('convert', () => {
  it('writes a folder of YAML, and the same collection from it', async () => {
    put('mine.json', collection);
    const there = await work.run(['convert', 'mine.json', 'mine']);
    expect(there).toMatchObject({ exitCode: 0, stderr: '', stdout: 'Wrote mine: format v3, 2 requests\n' });
    expect(files('mine')).toEqual([
      '-..-escape.request.yaml',
      '.resources/definition.yaml',
      'In-side/.resources/definition.yaml',
      'In-side/CON-.request.yaml',
    ]);
    expect(readFileSync(work.path('mine/In-side/CON-.request.yaml'), 'utf8')).toBe(
      [
        '$kind: http-request',
        'name: CON',
        "url: '{{baseUrl}}/a?b=c'",
        'method: POST',
        'headers:',
        "  A: '{{b}}'",
        'queryParams:',
        '  b: c',
        'body:',
        '  type: json',
        "  content: '{}'",
        'scripts:',
        '  - type: afterResponse',
        '    code: |-',
        '      one();',
        '      two();',
        '    language: text/javascript',
        'order: 1000',
        '',
      ].join('\n'),
    );
    const back = await work.run(['convert', 'mine', 'back.json']);
    expect(back).toMatchObject({ exitCode: 0, stderr: '', stdout: 'Wrote back.json: format 2.1, 2 requests\n' });
    expect(json('back.json')).toEqual(collection);
  });

  it.each(['1', '2.0'])('writes format %s, and reads it again', async (format) => {
    put('mine.json', collection);
    await work.run(['convert', 'mine.json', 'other.json', '--to-format', format]);
    const { exitCode, stdout } = await work.run(['convert', 'other.json', 'back.json', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      to: 'back.json',
      format: '2.1',
      requests: 2,
      notConverted: [],
      withoutPlace: [],
      kept: false,
      warnings: [],
    });
    expect(json('back.json')).toMatchObject({ info: { name: 'Mine' } });
    expect(JSON.stringify(json('back.json'))).toContain('{{baseUrl}}/a?b=c');
  });

  it('says what the format has no place for, and keeps it for the way back', async () => {
    const odd = { ...collection, info: { ...collection.info, version: '7' } };
    put('mine.json', odd);
    const { stdout } = await work.run(['convert', 'mine.json', 'mine']);
    expect(stdout).toMatch(
      /Format v3 cannot represent: info\.version\n {2}It is kept in \.resources\/only-in-2\.1\.json/,
    );
    await work.run(['convert', 'mine', 'back.json']);
    expect(json('back.json')).toEqual(odd);
    const old = await work.run(['convert', 'mine', 'old.json', '--to-format', '1']);
    expect(old.stdout).toContain('Format 1 cannot represent: info.version\n');
  });

  it('names what is left out, and warns of what Postman ignores', async () => {
    mkdirSync(work.path('mine'));
    put('mine/a.request.yaml', '$kind: http-request\nmetod: GET\n');
    put('mine/b.request.yaml', '$kind: grpc-request\n');
    const { exitCode, stdout, stderr } = await work.run(['convert', 'mine', 'mine.json']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Left out, because format 2.1 has only HTTP requests: "b" (gRPC)\n');
    expect(stderr).toBe('warning: a.request.yaml:2:1: unknown key "metod" is ignored; did you mean "method"?\n');
  });

  it('overwrites nothing without --force, and with it leaves no request of the old collection', async () => {
    put('mine.json', collection);
    put('less.json', { ...collection, item: collection.item.slice(1) });
    await work.run(['convert', 'mine.json', 'mine']);
    put('mine/notes.txt', 'mine');
    const refused = await work.run(['convert', 'less.json', 'mine']);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('mine exists, and nothing is overwritten without --force'),
    ]);
    expect(files('mine')).toContain('In-side/CON-.request.yaml');
    expect((await work.run(['convert', 'less.json', 'mine', '--force'])).exitCode).toBe(0);
    expect(files('mine')).toEqual(['-..-escape.request.yaml', '.resources/definition.yaml', 'notes.txt']);
    const file = await work.run(['convert', 'mine', 'less.json']);
    expect([file.exitCode, file.stderr]).toEqual([2, expect.stringContaining('less.json exists')]);
  });

  it('does not write through a link', async () => {
    put('mine.json', collection);
    mkdirSync(work.path('outside'));
    mkdirSync(work.path('mine'));
    symlinkSync(work.path('outside'), work.path('mine/In-side'));
    const { exitCode, stderr } = await work.run(['convert', 'mine.json', 'mine', '--force']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('mine/In-side is not a folder')]);
    expect(readdirSync(work.path('outside'))).toEqual([]);
  });

  it('converts an environment', async () => {
    put('a.postman_environment.json', {
      name: 'a b',
      values: [{ key: 'k', value: 'yes', type: 'secret', enabled: true }],
    });
    const { exitCode } = await work.run(['convert', 'a.postman_environment.json', 'a.environment.yaml']);
    expect(exitCode).toBe(0);
    expect(readFileSync(work.path('a.environment.yaml'), 'utf8')).toBe(
      "name: a b\nvalues:\n  - key: k\n    value: 'yes'\n    enabled: true\n    type: secret\n",
    );
    await work.run(['convert', 'a.environment.yaml', 'b.postman_environment.json']);
    expect(json('b.postman_environment.json')).toEqual({
      name: 'a b',
      values: [{ key: 'k', value: 'yes', enabled: true, type: 'secret' }],
    });
  });

  it.each<[string, string[], string]>([
    ['a missing file', ['none.json', 'x'], 'FROM: none.json cannot be read: it does not exist'],
    ['the same format', ['mine.json', 'x.json'], 'mine.json is already in format 2.1'],
    ['a folder for JSON', ['mine.json', 'x', '--to-format', '2.0'], 'format 2.0 is one JSON file, but TO is x'],
    ['a file for v3', ['mine.json', 'x.json', '--to-format', 'v3'], 'format v3 is a folder, but TO is x.json'],
    ['an unknown format', ['mine.json', 'x', '--to-format', '3'], 'Allowed choices are 1, 2.0, 2.1, v3'],
    ['no TO', ['mine.json'], "missing required argument 'TO'"],
    ['a format for an environment', ['mine.json', 'x.environment.yaml', '--to-format', 'v3'], 'TO is an environment'],
    [
      'a collection as an environment',
      ['mine.json', 'x.environment.yaml'],
      'FROM: mine.json is not a Postman environment',
    ],
  ])('refuses %s', async (_, args, message) => {
    put('mine.json', collection);
    const { exitCode, stderr } = await work.run(['convert', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toMatch(/\n {2}next: /);
    expect(existsSync(work.path('x'))).toBe(false);
  });
});

describe('generate --collection-format v3', () => {
  // That it can be read back is in generate.long.test.ts.
  it('writes the collection as a folder of YAML', async () => {
    const { exitCode, stdout } = await work.run(['generate', '--collection-format', 'v3', '--out', 'ours']);
    const written = files('ours');
    expect([exitCode, stdout]).toEqual([0, `written: ours (${written.length} files)\n`]);
    expect(written).toContain('.resources/definition.yaml');
    expect(written.filter((name) => name.endsWith('.request.yaml')).length).toBeGreaterThan(cases.length / 2);
  });

  it.each<[string[], string]>([
    [['--out', 'x'], '--out is only for --collection-format'],
    [['--collection-format', 'v3'], '--collection-format needs --out'],
    [['--collection-format', 'v3', '--out', 'x', '--check'], '--check cannot be used with --collection-format'],
    [['--force'], '--force is only for --collection-format'],
    [['--collection-format', '2.1', '--out', 'x'], 'Allowed choices are v3'],
  ])('refuses options that can do nothing: %j', async (args, message) => {
    const { exitCode, stderr } = await work.run(['generate', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
