import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { makeWorkplace } from '../testing/cli';

const work = makeWorkplace();
afterAll(work.remove);

execFileSync('mkfifo', [work.path('pipe')]);
symlinkSync('/dev/zero', work.path('device'));
writeFileSync(work.path('huge'), '');
truncateSync(work.path('huge'), 2 ** 31);
const collection = {
  info: { name: 'a', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
};
writeFileSync(
  work.path('collection.json'),
  JSON.stringify({ ...collection, item: [{ name: 'one', request: 'https://a.example/' }] }),
);

const keys = { IMBURSE_PUBLIC_KEY: '7d1f7e3c-1111-4222-8333-444455556666', IMBURSE_PRIVATE_KEY: 'a2V5'.repeat(11) };
writeFileSync(work.path('partners.yaml'), '{"target": "http://127.0.0.1:1", "partners": [{"name": "One"}]}');
beforeAll(() => work.run(['run', '--engine', 'direct', '--case', 'accept.documented', '--out', 'passed']));

/** A folder with a file in place of one that a command reads there. */
function folderWith(name: string, file: string): string {
  const folder = `${name} ${file}`;
  mkdirSync(work.path(folder));
  symlinkSync(work.path(file), work.path(folder, name));
  return folder;
}

const entry = ['--until', '2999-01-01', '--owner', 'a', '--reason', 'b'];
const queue = { REDIS_URL: 'redis://127.0.0.1:1', FLEET_KEY: 'a key of the tests, which is long enough' };
const ofCollection = ['run', '--collection', 'collection.json'];

/** An option or argument that takes a file. */
interface Input {
  readonly what: string;
  readonly args: (file: string) => string[];
  readonly env?: (file: string) => Record<string, string>;
}
const inputs: readonly Input[] = [
  { what: 'check FILE', args: (file) => ['check', file] },
  { what: 'report FILE', args: (file) => ['report', file] },
  { what: 'fleet FILE', args: (file) => ['fleet', file] },
  { what: 'sign --body', args: (file) => ['sign', '--body', file], env: () => keys },
  { what: 'run --collection', args: (file) => ['run', '--collection', file] },
  { what: 'run --environment', args: (file) => [...ofCollection, '--environment', file] },
  { what: 'run --globals', args: (file) => [...ofCollection, '--globals', file] },
  { what: 'run --iteration-data', args: (file) => [...ofCollection, '--iteration-data', file] },
  { what: 'run --baseline', args: (file) => ['run', '--baseline', file] },
  { what: 'run --quarantine', args: (file) => ['run', '--quarantine', file] },
  { what: 'run --last-failed', args: (file) => ['run', '--last-failed', file] },
  { what: 'report FOLDER', args: (file) => ['report', folderWith('run.json', file)] },
  {
    what: 'check FILE of a killed run',
    args: (file) => ['check', `${folderWith('events.ndjson', file)}/events.ndjson`],
  },
  { what: 'accept --quarantine', args: (file) => ['accept', '--quarantine', file] },
  { what: 'quarantine add --from', args: (file) => ['quarantine', 'add', '--from', file, ...entry] },
  {
    what: 'quarantine add --file',
    args: (file) => ['quarantine', 'add', '--from', 'passed', '--file', file, ...entry],
  },
  { what: 'convert FROM', args: (file) => ['convert', file, 'to'] },
  { what: 'convert FROM, an environment', args: (file) => ['convert', file, 'to.environment.yaml'] },
  {
    what: 'fleet --only-failed',
    args: (file) => ['fleet', 'partners.yaml', '--only-failed', folderWith('fleet.json', file)],
  },
  { what: 'fleet enqueue FILE', args: (file) => ['fleet', 'enqueue', file], env: () => queue },
  { what: 'fleet worker --partners', args: (file) => ['fleet', 'worker', '--partners', file], env: () => queue },
  {
    what: 'the key of a fleet',
    args: () => ['fleet', 'status'],
    env: (file) => ({ REDIS_URL: queue.REDIS_URL, FLEET_KEY_FILE: file }),
  },
  { what: 'a setting _FILE', args: () => ['run'], env: (file) => ({ IMBURSE_PRIVATE_KEY_FILE: file }) },
  {
    what: 'the key of a client certificate',
    args: () => ['run', '--target', 'sandbox'],
    env: (file) => ({ ...keys, IMBURSE_CLIENT_CERT: file, IMBURSE_CLIENT_KEY: file }),
  },
  {
    what: 'the authorities',
    args: () => ['run', '--target', 'sandbox'],
    env: (file) => ({ ...keys, NODE_EXTRA_CA_CERTS: file }),
  },
];

describe.each(['pipe', 'device', 'huge'])('a %s in place of an input file', (file) => {
  it.each(inputs)('is refused with one line before it is read: $what', async ({ args, env }) => {
    const { exitCode, stderr } = await work.run(args(file), { env: { ...env?.(file) } });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .*\n( {2}next: .*\n)?$/)]);
    expect(stderr).toMatch(/regular file|not a file|too large|larger than|longer than|not JSON|permission|other users/);
  });
});

/** Those that take a folder, in which the file is. */
const ofFolders = ['report FOLDER', 'check FILE of a killed run', 'fleet --only-failed'];

/** All options and arguments that take a path. */
const paths: readonly Input[] = [
  ...inputs.filter(({ what }) => !ofFolders.includes(what)),
  { what: 'convert FROM', args: (path) => ['convert', path, 'to'] },
  { what: 'convert TO', args: (path) => ['convert', 'collection.json', `${path}/to`] },
  { what: 'report --history', args: (path) => ['report', '--history', path] },
  { what: 'report --out', args: (path) => ['report', 'report.json', '--reporter', 'html', '--out', `${path}/out`] },
  { what: 'run --out', args: (path) => ['run', '--out', `${path}/out`] },
  { what: 'run --last-failed', args: (path) => ['run', '--last-failed', path] },
  { what: 'run --working-dir', args: (path) => [...ofCollection, '--working-dir', path] },
  { what: 'check --out', args: (path) => ['check', 'traffic.ndjson', '--out', `${path}/out`] },
  { what: 'quarantine add', args: (path) => ['quarantine', 'add', path, '--owner', 'a', '--reason', 'b'] },
  { what: 'fleet --out', args: (path) => ['fleet', 'partners.yaml', '--out', `${path}/out`] },
];

describe('a path that leads nowhere', () => {
  beforeAll(async () => {
    writeFileSync(work.path('a-file'), '');
    symlinkSync('loop', work.path('loop'));
    writeFileSync(work.path('traffic.ndjson'), '');
    writeFileSync(
      work.path('partners.yaml'),
      'partners: [{name: One, target: "http://127.0.0.1:9", managementToken: {env: T}}]',
    );
    await work.run(['run', '--case', 'accept.documented', '--out', 'first']);
    execFileSync('cp', [work.path('first', 'run.json'), work.path('report.json')]);
  });

  it.each(
    [
      ['a name that is too long', 'n'.repeat(300)],
      ['a path that is too long', 'folder/'.repeat(800)],
      ['a path below a file', 'a-file/below'],
      ['a link to itself', 'loop'],
      ['a path below a link to itself', 'loop/below'],
    ].flatMap(([title, path]) => paths.map((input) => ({ ...input, title: title!, path: path! }))),
  )('is refused in plain words: $title as $what', async ({ args, env, path }) => {
    const { exitCode, stderr } = await work.run(args(path), { env: { T: 'a-token-of-one-partner', ...env?.(path) } });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .*\n( {2}next: .*\n)?$/)]);
    expect(stderr).not.toMatch(/\bE[A-Z]{4,}\b/);
  });
});

describe('a link in a folder for reports', () => {
  it.each([
    ['events.ndjson', ['run', '--case', 'accept.documented', '--out', 'out']],
    ['report.html', ['run', '--case', 'accept.documented', '--out', 'out']],
    ['traffic.har', ['proxy', '--target', 'http://127.0.0.1:9', '--port', '0', '--har', '--out', 'out']],
    ['env.json', ['sandbox', '--port', '0', '--environment', 'out/env.json']],
    ['fleet.ndjson', ['fleet', 'partners.yaml', '--out', 'out']],
    ['partners', ['fleet', 'partners.yaml', '--out', 'out']],
  ])('%s is not followed, and nothing is sent', async (name, args) => {
    const partner = ['- name: One', '  target: http://127.0.0.1:9', '  managementToken: {env: ONE_TOKEN}'];
    writeFileSync(work.path('partners.yaml'), ['partners:', ...partner.map((line) => `  ${line}`), ''].join('\n'));
    writeFileSync(work.path('other'), 'of somebody');
    mkdirSync(work.path('out'), { recursive: true });
    execFileSync('sh', ['-c', `rm -rf out/* && ln -s ${work.path('other')} out/${name}`], { cwd: work.cwd });
    const { exitCode, stderr } = await work.run(args, { env: { ONE_TOKEN: 'a-token-of-one-partner' } });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`${name} is a link`)]);
    expect(readFileSync(work.path('other'), 'utf8')).toBe('of somebody');
  });
});
