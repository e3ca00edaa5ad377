import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { hasRedis, startRedis, type TestRedis } from '../../fleet/testing/redis';
import { packageRoot } from '../../lib/package-root';
import { type Sandbox, startSandbox } from '../../sandbox';
import { killProcesses, startCli } from '../../testing/process';

const describeRedis = hasRedis() ? describe : describe.skip;

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they are written
type Manifest = any;

const manifestsIn = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(join(packageRoot, 'deploy', file), 'utf8')).map((document) => document.toJS());

/** The secrets that docs/kubernetes.md says to create. */
const secretsOf = ({ credentials }: Sandbox): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  'payout-contract-redis': { password: 'password-of-redis' },
  'payout-contract-fleet': { FLEET_KEY: 'a key of the tests, which is long enough' },
  'payout-contract-partners': { ACME_PRIVATE_KEY: credentials.privateKey },
});

describeRedis('the containers of deploy/fleet.yaml', () => {
  let folder: string;
  let redis: TestRedis;
  let sandbox: Sandbox;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'));
    mkdirSync(join(folder, 'work'));
    sandbox = await startSandbox();
    redis = await startRedis(['--requirepass', 'password-of-redis', '--maxmemory-policy', 'noeviction']);
    const partner = `name: Acme, publicKey: ${sandbox.credentials.publicKey}, privateKey: {env: ACME_PRIVATE_KEY}`;
    writeFileSync(join(folder, 'partners.yaml'), `target: ${sandbox.url}\npartners:\n  - {${partner}}\n`);
  });
  afterAll(async () => {
    killProcesses();
    await Promise.all([redis.close(), sandbox.close()]);
    rmSync(folder, { recursive: true });
  });

  /** Runs a container as Kubernetes would, but for the addresses: with its arguments, its variables and no others. */
  async function start(name: string, args?: readonly string[]) {
    const containers = manifestsIn('fleet.yaml').flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
    const container = containers.find((each: Manifest) => each.name === name);
    const secrets = secretsOf(sandbox);
    const env: Record<string, string> = {};
    for (const { secretRef } of container.envFrom ?? []) Object.assign(env, secrets[secretRef.name]);
    for (const { name: variable, value, valueFrom } of container.env)
      env[variable] = valueFrom
        ? secrets[valueFrom.secretKeyRef.name]![valueFrom.secretKeyRef.key]!
        : value.replace(/\$\((\w+)\)/g, (_: string, other: string) => env[other]);
    env.REDIS_URL = env.REDIS_URL!.replace('payout-contract-redis:6379', new URL(redis.url).host);
    const mounted = (args ?? container.args).map((each: string) => each.replace('/etc/payout-contract', folder));
    const { ended, written } = startCli(mounted, join(folder, 'work'), env);
    return { code: await ended, ...written };
  }

  it('check every partner, with the variables that the manifests give them', async () => {
    expect(await start('enqueue')).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('1 partner') });
    // KEDA starts workers by the length of this list.
    const { Redis } = require('ioredis') as typeof import('ioredis');
    const client = new Redis(redis.url, { password: 'password-of-redis' });
    const [scaled] = manifestsIn('fleet-keda.yaml').filter(({ kind }) => kind === 'ScaledObject');
    const lengths = () =>
      Promise.all(scaled.spec.triggers.map(({ metadata }: Manifest) => client.llen(metadata.listName)));
    expect(await lengths()).toEqual([1, 0]);
    expect(await start('worker')).toMatchObject({ code: 0, stdout: expect.stringMatching(/working +Acme/) });
    expect(await lengths()).toEqual([0, 0]);
    client.disconnect();
    const report = await start('worker', ['fleet', 'report', '--fleet', 'fleet-1', '--out', 'report']);
    expect(report).toMatchObject({ code: 0, stdout: expect.stringContaining('1 of 1 done: 1 working') });
  });
});
