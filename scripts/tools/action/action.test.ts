import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../lib/package-root';
import { built } from '../../testing/built';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
const action: Action = parse(text('action.yml'));
const workflows = readdirSync(join(packageRoot, '.github/workflows')).map((name) => `.github/workflows/${name}`);

describe.each(['action.yml', ...workflows])('%s', (file) => {
  it('pins each action to a commit, and names its version', () => {
    const used = [...text(file).matchAll(/uses: (.*)/g)].map(([, uses = '']) => uses);
    expect(used.filter((uses) => !/^(\.\/|[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(uses))).toEqual([]);
  });

  it('inserts no expression into a script', () => {
    const { runs, jobs = {} } = parse(text(file)) as Partial<Action> & {
      jobs?: Record<string, { readonly steps: readonly Step[] }>;
    };
    const steps = [...(runs?.steps ?? []), ...Object.values(jobs).flatMap((job) => job.steps)];
    expect(steps.filter(({ run = '' }) => run.includes('${{'))).toEqual([]);
  });
});

describe('one commit of an action', () => {
  it('is used by all workflows', () => {
    const pins = ['action.yml', ...workflows].flatMap((file) => text(file).match(/actions\/[a-z/-]+@\S+/g) ?? []);
    const commits = new Map<string, Set<string>>();
    for (const [name = '', commit = ''] of pins.map((pin) => pin.split('@')))
      commits.set(name, (commits.get(name) ?? new Set()).add(commit));
    expect([...commits].filter(([, { size }]) => size > 1)).toEqual([]);
  });
});

describe('action.yml', () => {
  it('gives credentials to the step that runs the command only', () => {
    const holders = action.runs.steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('IMBURSE_'));
    expect(holders.map(({ name }) => name)).toEqual(['Run']);
  });

  it('uses every input, and no other', () => {
    const used = new Set([...text('action.yml').matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  it('has the outputs that its script writes', () => {
    const written = [...text('scripts/tools/action/run.sh').matchAll(/echo "([a-z-]+)=\$/g)].map(([, name]) => name);
    expect(written.sort()).toEqual(Object.keys(action.outputs).sort());
    for (const [name, { value }] of Object.entries(action.outputs))
      expect(value).toContain(`steps.run.outputs.${name}`);
  });

  it('is used by the nightly job with inputs that exist', () => {
    const { jobs } = parse(text('.github/workflows/nightly.yml'));
    const [own] = jobs.contract.steps.filter(({ uses }: Step) => uses === './');
    expect(Object.keys(own.with).filter((name) => !(name in action.inputs))).toEqual([]);
  });
});

describe('the script of the action', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'));
    writeFileSync(join(folder, 'output'), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function act(env: Readonly<Record<string, string>>, script = 'run.sh') {
    const { status, stdout } = spawnSync('bash', [join(packageRoot, 'scripts/tools/action', script)], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...{ PATH: process.env.PATH, CLI: built('dist/cli.js'), OUT: 'reports/one', COMMAND: 'run' },
        ...{ GITHUB_OUTPUT: join(folder, 'output'), GITHUB_ACTION_PATH: packageRoot },
        ...env,
      },
    });
    const lines = readFileSync(join(folder, 'output'), 'utf8').split('\n').filter(Boolean);
    return { status, stdout, outputs: Object.fromEntries(lines.map((line) => line.split('=', 2))) };
  }

  it('runs the suite, writes the reports and says where', () => {
    const { status, outputs } = act({ TARGET: 'embedded', ARGUMENTS: '--case\naccept.documented\n\n' });
    expect([status, outputs]).toEqual([0, { 'exit-code': '0', verdict: 'held', report: 'reports/one' }]);
    expect(readdirSync(join(folder, 'reports/one'))).toContain('run.json');
  });

  it('passes hostile input on as one argument', () => {
    const { status, outputs } = act({
      TARGET: '$(touch pwned)`touch pwned`"; touch pwned',
      ARGUMENTS: '; touch pwned',
    });
    expect([status, outputs.verdict]).toEqual([0, 'usage']);
    expect(readdirSync(folder)).not.toContain('pwned');
  });

  it('says why credentials are missing, as an output', () => {
    const { status, outputs } = act({ COMMAND: 'check-credentials', TARGET: 'http://127.0.0.1:1' });
    expect([status, outputs['exit-code']]).toEqual([0, '2']);
  });

  it.each([
    ['another command', { COMMAND: 'generate' }, 'run.sh', 'command must be run, check-credentials or fleet'],
    ['a line break in the folder', { OUT: 'a\nverdict=held' }, 'run.sh', 'out must be the name of a folder'],
    ['a range of versions', { VERSION: '^1.0.0' }, 'install.sh', 'version must be exact'],
    ['an option in the version', { VERSION: '1.0.0 --registry=x' }, 'install.sh', 'version must be exact'],
  ])('refuses %s', (_what, env, script, message) => {
    const { status, stdout, outputs } = act(env, script);
    expect([status, outputs]).toEqual([2, {}]);
    expect(stdout).toContain(`::error title=payout-contract::${message}`);
  });
});
