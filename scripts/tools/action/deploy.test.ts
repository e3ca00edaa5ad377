import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { parseAllDocuments } from 'yaml';
import { define } from '../../cli/fleet';
import { packageInfo, packageRoot } from '../../lib/package-root';
import { makeWorkplace } from '../../testing/cli';

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they are written, and each test asserts their form
type Manifest = any;

const folder = join(packageRoot, 'deploy');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const read = (file: string): Manifest[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { strict: true, uniqueKeys: true }).map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS();
  });
const all = files.flatMap((file) => read(file).map((manifest) => [`${file}: ${manifest.kind}`, manifest] as const));

/** The version of the API of each kind, and the properties that its `spec` must and may have. */
const kinds: Readonly<Record<string, { readonly api: string; readonly must: string[]; readonly may?: string[] }>> = {
  ConfigMap: { api: 'v1', must: [] },
  Service: { api: 'v1', must: ['selector', 'ports'] },
  StatefulSet: {
    api: 'apps/v1',
    must: ['serviceName', 'selector', 'template'],
    may: ['replicas', 'volumeClaimTemplates'],
  },
  Deployment: { api: 'apps/v1', must: ['selector', 'template'], may: ['replicas'] },
  Job: {
    api: 'batch/v1',
    must: ['template'],
    may: ['backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'],
  },
  CronJob: {
    api: 'batch/v1',
    must: ['schedule', 'jobTemplate'],
    may: [
      ...['timeZone', 'concurrencyPolicy', 'startingDeadlineSeconds'],
      ...['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'],
    ],
  },
  TriggerAuthentication: { api: 'keda.sh/v1alpha1', must: ['secretTargetRef'] },
  ScaledObject: {
    api: 'keda.sh/v1alpha1',
    must: ['scaleTargetRef', 'triggers'],
    may: ['minReplicaCount', 'maxReplicaCount', 'pollingInterval', 'cooldownPeriod'],
  },
};

const templateOf = ({ spec = {} }: Manifest): Manifest | undefined => spec.template ?? spec.jobTemplate?.spec.template;
const pods = all.flatMap(([name, manifest]) => {
  const template = templateOf(manifest);
  return template ? [[name, template, manifest] as const] : [];
});
const named = (kind: string): string[] =>
  all.filter(([, manifest]) => manifest.kind === kind).map(([, { metadata }]) => metadata.name);

describe.each(all)('%s', (_name, { apiVersion, kind, metadata, spec = {} }) => {
  it('has the form of its kind', () => {
    const { api, must, may = [] } = kinds[kind]!;
    expect(apiVersion).toBe(api);
    expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    expect(must.filter((name) => !(name in spec))).toEqual([]);
    expect(Object.keys(spec).filter((name) => ![...must, ...may].includes(name))).toEqual([]);
  });
});

describe.each(pods)('the pod of %s', (_name, { metadata, spec }, { kind, spec: owner }) => {
  it('runs without rights, on a read-only root file system', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.automountServiceAccountToken).toBe(false);
    for (const { securityContext, resources } of spec.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect([resources.requests.memory, resources.limits.memory]).toEqual([
        expect.stringMatching(/^\d+Mi$/),
        expect.stringMatching(/^\d+Mi$/),
      ]);
    }
  });

  it('mounts volumes that it has', () => {
    const volumes = [
      ...(spec.volumes ?? []),
      ...(owner.volumeClaimTemplates ?? []).map((each: Manifest) => each.metadata),
    ];
    const mounted = spec.containers.flatMap(({ volumeMounts }: Manifest) =>
      volumeMounts.map((each: Manifest) => each.name),
    );
    expect(mounted.sort()).toEqual(volumes.map(({ name }: Manifest) => name).sort());
  });

  it('is found by the selector of its owner, and restarts as its kind allows', () => {
    if (owner.selector) expect(metadata.labels).toMatchObject(owner.selector.matchLabels);
    const job = kind === 'Job' || kind === 'CronJob';
    expect(job ? ['Never', 'OnFailure'] : [undefined, 'Always']).toContain(spec.restartPolicy);
  });

  it('runs a command of this version with options that exist', async () => {
    for (const { image, args } of spec.containers.filter(({ name }: Manifest) => name !== 'redis')) {
      expect(image).toBe(`payout-contract:${packageInfo().version}`);
      const options = args.filter((each: string) => each.startsWith('--'));
      expect(args.filter((each: unknown) => typeof each !== 'string')).toEqual([]);
      if (args[0] === 'fleet') {
        const fleet = new Command('fleet');
        define(fleet, { env: {} } as never, () => undefined);
        const command = fleet.commands.find((each) => each.name() === args[1])!;
        expect(options.filter((each: string) => !command.options.some(({ long }) => long === each))).toEqual([]);
      } else {
        const place = makeWorkplace();
        const { stdout } = await place.run([args[0], '--help']);
        place.remove();
        expect(options.filter((each: string) => !stdout.includes(each))).toEqual([]);
      }
    }
  });
});

describe('the fleet', () => {
  const [scaled] = all.filter(([, { kind }]) => kind === 'ScaledObject').map(([, manifest]) => manifest);

  it('is scaled by lists of the fleet that is enqueued and worked on', () => {
    const fleets = pods.flatMap(([, { spec }]) => {
      const { args } = spec.containers[0];
      const at = args.indexOf('--fleet');
      return at < 0 ? [] : [args[at + 1]];
    });
    expect(new Set(fleets)).toEqual(new Set(['fleet-1']));
    expect(scaled.spec.triggers.map(({ metadata }: Manifest) => metadata.listName)).toEqual([
      'payout-contract:fleet:fleet-1:wait',
      'payout-contract:fleet:fleet-1:active',
    ]);
  });

  it('refers to what exists', () => {
    expect(named('Deployment')).toContain(scaled.spec.scaleTargetRef.name);
    const [service] = named('Service');
    for (const { type, metadata, authenticationRef } of scaled.spec.triggers) {
      expect([type, metadata.address]).toEqual(['redis', `${service}:6379`]);
      // KEDA takes strings only.
      expect(Object.values(metadata).filter((value) => typeof value !== 'string')).toEqual([]);
      expect(named('TriggerAuthentication')).toContain(authenticationRef.name);
    }
    expect(named('StatefulSet')).toEqual([service]);
  });
});

describe('a secret or a configuration that a pod refers to', () => {
  const page = readFileSync(join(packageRoot, 'docs/kubernetes.md'), 'utf8');
  const made = {
    secret: [...page.matchAll(/kubectl create secret generic (\S+)/g)].map(([, name]) => name),
    configMap: [
      ...named('ConfigMap'),
      ...[...page.matchAll(/kubectl create configmap (\S+)/g)].map(([, name]) => name),
    ],
  };
  const referred = pods.flatMap(([, { spec }]) => [
    ...spec.containers.flatMap(({ env = [], envFrom = [] }: Manifest) => [
      ...env.flatMap(({ valueFrom }: Manifest) => (valueFrom ? [['secret', valueFrom.secretKeyRef.name]] : [])),
      ...envFrom.map(({ secretRef }: Manifest) => ['secret', secretRef.name]),
    ]),
    ...(spec.volumes ?? []).flatMap(({ configMap }: Manifest) => (configMap ? [['configMap', configMap.name]] : [])),
  ]) as ['secret' | 'configMap', string][];

  it('is made by a command of the page, or by a manifest', () => {
    expect(referred.length).toBeGreaterThan(8);
    expect(referred.filter(([kind, name]) => !made[kind].includes(name))).toEqual([]);
  });
});

describe('the nightly CronJob', () => {
  it('runs the pod of the Job', () => {
    const spec = (file: string) => templateOf(read(file)[0]).spec;
    expect(spec('cronjob.yaml')).toEqual(spec('job.yaml'));
  });
});

describe('the Dockerfile', () => {
  const text = readFileSync(join(packageRoot, 'Dockerfile'), 'utf8');
  const lines = text.split('\n').filter((line) => /^[A-Z]+ /.test(line));

  it('has two stages, and ends without rights', () => {
    expect(lines.filter((line) => line.startsWith('FROM'))).toHaveLength(2);
    expect(lines.filter((line) => line.startsWith('USER'))).toEqual(['USER 1000:1000']);
  });

  it('copies what the package needs at run time', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM')));
    const copied = last.filter((line) => line.startsWith('COPY')).join(' ');
    for (const name of ['package.json', 'node_modules', 'collections', 'schemas', 'dist'])
      expect(copied).toContain(`/build/${name}`);
  });

  it('is given what it builds from', () => {
    const ignore = readFileSync(join(packageRoot, '.dockerignore'), 'utf8').split('\n');
    expect(ignore[0]).toBe('*');
    for (const name of ['scripts', 'schemas', 'collections', 'package-lock.json', 'tsconfig.build.json'])
      expect(ignore).toContain(`!${name}`);
  });
});
