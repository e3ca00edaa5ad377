import { cpSync, writeFileSync } from 'node:fs';
import { partnersText } from '../fleet/testing/partners';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { harOf } from '../testing/har-entries';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();

/** A name that a disk can have: with a control sequence, and commands for CI servers at the start of a line and in it. */
const name = 'x\u001b[2J\n::error::owned\u2028##vso[task.complete]##teamcity[a]';

const recording = JSON.stringify(
  harOf([
    {
      ...{ startedDateTime: '2026-03-01T10:00:00.000Z', time: 1, cache: {}, timings: {} },
      request: { method: 'POST', url: 'https://a.example/v1/identity/payout', headers: [] },
      response: {
        status: 500,
        statusText: name,
        headers: [],
        content: { size: 2, mimeType: 'text/plain', text: name },
      },
    },
  ]),
);
const request = { name, request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options' } };
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const collection = JSON.stringify({ info: { name, schema }, item: [request] });

const one = ['run', '--engine', 'direct', '--case', 'accept.documented'];

beforeAll(async () => {
  await work.run([...one, '--out', 'run']);
  const broken = await startSandbox({ fault: 'expires-number' });
  await work.run([...one, '--target', broken.url, '--out', 'broken'], { env: settingsOf(broken) });
  await broken.close();
  cpSync(work.path('run'), work.path(`${name} run`), { recursive: true });
  writeFileSync(work.path(`${name}.har`), recording);
  writeFileSync(work.path(`${name}.json`), collection);
  writeFileSync(work.path(`${name}.bad`), name);
  const text = partnersText(work.sandbox, 2)
    .replace('Partner 1', 'P1')
    .replace('name: P1', `name: ${JSON.stringify(name)}`);
  writeFileSync(work.path(`${name}.yaml`), text);
  writeFileSync(work.path('key'), work.sandbox.credentials.privateKey, { mode: 0o600 });
});

const entry = ['--until', '2999-01-01', '--owner', 'a', '--reason', 'b'];
const rows: readonly (readonly [args: readonly string[], exitCode: number, env?: Record<string, string>])[] = [
  [[...one, '--out', name], 0],
  [[...one, '--json', '--out', name], 0],
  [[...one, '--quarantine', `${name}.bad`], 2],
  [[...one, '--baseline', `${name}.none`], 2],
  [['run', '--last-failed', `${name} run`], 2],
  [['run', '--collection', `${name}.json`, '--out', 'own'], 0],
  [['run', '--collection', `${name}.bad`], 2],
  [['run', '--collection', `${name}.json`, '--environment', `${name}.bad`], 2],
  [['run', '--reporter', `./${name}.bad`], 2],
  [['run', '--grep', name], 2],
  [['check', `${name}.har`, '--out', 'out'], 1],
  [['check', `${name}.har`, '--json', '--out', 'out'], 1],
  [['check', `${name}.bad`], 2],
  [['check', `${name}.none`], 2],
  [['report', `${name} run`], 0],
  [['report', `${name} run`, '--reporter', 'console,html', '--out', `${name} again`], 0],
  [['report', `${name}.bad`], 2],
  [['report', '*none*'], 2],
  [['report', '--history', '.', '--out', `${name} history`], 0],
  [['fleet', `${name}.yaml`, '--out', `${name} fleet`], 0],
  [['fleet', `${name}.yaml`, '--json', '--out', 'fleet'], 0],
  [['fleet', `${name}.bad`], 2],
  [['fleet', `${name}.yaml`, '--partner', `${name} other`], 2],
  [['fleet', `${name}.yaml`, '--resume', `${name} none`], 2],
  [['convert', `${name}.json`, `${name} v3`], 0],
  [['convert', `${name}.json`, `${name} old.json`, '--to-format', '2.0', '--json'], 0],
  [['convert', `${name}.bad`, 'to'], 2],
  [['sandbox', '--port', '0', '--max-duration', '1', '--report', `${name} clients`], 3],
  [['sandbox', '--port', '0', '--max-duration', '1', '--environment', `${name}.env`], 0],
  [['sandbox', '--fault', name], 2],
  [['quarantine', 'add', '--from', 'broken', '--file', `${name}.entries`, ...entry], 0],
  [['quarantine', 'add', '--from', `${name} run`, '--file', `${name}.entries`, ...entry], 2],
  [
    ['proxy', '--target', 'http://127.0.0.1:9', '--port', '0', '--max-duration', '1', '--har', '--out', `${name} har`],
    3,
  ],
  [['check-credentials', '--target', 'http://127.0.0.1:9', '--bundle', `${name}.bundle`], 2, {}],
  [['sign', '--body', `${name}.none`], 2, { IMBURSE_PUBLIC_KEY: 'a', IMBURSE_PRIVATE_KEY: 'a2V5' }],
  [['check-credentials', '--target', 'sandbox'], 2, { IMBURSE_PRIVATE_KEY_FILE: `${name}.none` }],
  [['check-credentials', '--target', name], 2],
  [[name], 2],
];

describe('a name with control characters and commands for CI servers', () => {
  it.each(rows.map(([args, exitCode, env]) => ({ command: JSON.stringify(args), args, exitCode, env })))(
    'is shown by $command as text',
    async ({ args, exitCode, env }) => {
      const outcome = await work.run(args, { env: env ?? {} });
      const text = outcome.stdout + outcome.stderr;
      expect([outcome.exitCode, text]).toEqual([exitCode, text]);
      expect(/[^\P{C}\n]|\u2028/u.exec(text)?.[0]).toBeUndefined();
      expect(/^::error|##vso\[|##teamcity\[/m.exec(text)?.[0]).toBeUndefined();
    },
  );
});
