import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../lib/package-root';
import { makeWorkplace, type Workplace } from '../../testing/cli';
import { runJob } from './testing/job';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly on: { readonly schedule?: readonly { readonly cron: string }[] };
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: Record<string, string>; readonly steps: readonly Step[] }>
  >;
}

const folder = join(packageRoot, '.github/workflows');
const workflowOf = (file: string): Workflow => parse(readFileSync(join(folder, file), 'utf8'));
const stepsOf = (workflow: Workflow): Step[] => Object.values(workflow.jobs).flatMap(({ steps }) => steps);
const nightlyFiles = ['nightly.yml', 'nightly-heartbeat.yml'] as const;
const page = readFileSync(join(packageRoot, 'docs/nightly.md'), 'utf8');

/** Every command line of the package in a text: its command and its long options. */
function commandLines(
  text: string,
): { readonly program: string; readonly command: string; readonly options: string[] }[] {
  const lines = text
    .replace(/\\\n\s*/g, ' ')
    .matchAll(
      /(npm run -s contract --|payout-contract|npx ts-node scripts\/tools\/nightly\/cli\.ts) ([a-z-]+)([^\n;&|`]*)/g,
    );
  return [...lines].map(([, program = '', command = '', rest = '']) => ({
    program,
    command,
    options: [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([option]) => option),
  }));
}

describe.each(nightlyFiles)('%s', (file) => {
  const workflow = workflowOf(file);

  it('does not start on the full hour', () => {
    const minutes = workflow.on.schedule?.map(({ cron }) => Number(cron.split(' ')[0])) ?? [];
    expect(minutes).toHaveLength(1);
    expect(minutes.filter((minute) => minute % 15 === 0 || Number.isNaN(minute))).toEqual([]);
  });

  it('has no permissions beyond reading the source and those of its job', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const more = file === 'nightly.yml' ? {} : { actions: 'read' };
    expect(Object.values(workflow.jobs).map(({ permissions }) => permissions)).toEqual([
      { contents: 'read', issues: 'write', ...more },
    ]);
  });

  it('inserts no expression into a script', () => {
    expect(stepsOf(workflow).filter(({ run }) => run?.includes('${{'))).toEqual([]);
  });

  it('gives secrets only to the steps that need them', () => {
    const holders = stepsOf(workflow).filter((step) =>
      JSON.stringify([step.env, step.with]).match(/secrets\.|github\.token/),
    );
    const expected =
      file === 'nightly.yml' ? ['Test the sandbox', 'Update the issues'] : ['Check for the report of the last night'];
    expect(holders.map(({ name }) => name)).toEqual(expected);
  });
});

describe('nightly.yml', () => {
  const steps = stepsOf(workflowOf('nightly.yml'));
  const step = (name: string): Step => steps.find((each) => each.name === name)!;

  it('does not change the history or the issues when it is started manually', () => {
    for (const name of ['Restore the history', 'Update the issues', 'Render the trend', 'Save the history'])
      expect(step(name).if).toContain("github.event_name == 'schedule'");
  });

  it('always uploads the reports, under the name that the heartbeat looks for', () => {
    expect(step('Upload the reports').if).toBe('always()');
    const [heartbeat] = commandLines(
      stepsOf(workflowOf('nightly-heartbeat.yml'))
        .map(({ run }) => run ?? '')
        .join('\n'),
    );
    expect(heartbeat?.command).toBe('heartbeat');
    expect(String(step('Upload the reports').with?.name)).toContain(
      "'schedule' && 'nightly-report' || 'manual-report'",
    );
  });

  it('ends with the exit code of the run', () => {
    expect(steps.at(-1)).toMatchObject({ name: 'Verdict', run: 'exit "$EXIT_CODE"' });
  });

  it('saves the history under the key that restores it', () => {
    const restored = step('Restore the history').with;
    const saved = step('Save the history').with;
    expect(saved).toEqual({ path: 'history', key: restored?.key });
    expect(String(saved?.key).startsWith(String(restored?.['restore-keys']))).toBe(true);
  });
});

describe('the GitLab variant in docs/nightly.md', () => {
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const jobs: Record<string, { readonly rules: unknown; readonly cache: object; readonly artifacts?: object }> =
    parse(yaml);

  it('runs scheduled and manually, always uploads the reports, and shares its history with the heartbeat', () => {
    const { nightly, 'nightly-heartbeat': heartbeat } = jobs;
    expect(nightly?.rules).toEqual([
      { if: '$CI_PIPELINE_SOURCE == "schedule" && $HEARTBEAT != "1"' },
      { if: '$CI_PIPELINE_SOURCE == "web"' },
    ]);
    expect(nightly?.artifacts).toMatchObject({ when: 'always', paths: ['reports/nightly/'] });
    expect(heartbeat?.cache).toEqual({ key: 'nightly-history', paths: ['history/'], policy: 'pull' });
    expect(nightly?.cache).toMatchObject({ key: 'nightly-history', paths: ['history/'] });
  });
});

describe('every command line of the workflows and of docs/nightly.md', () => {
  let place: Workplace;
  beforeAll(() => {
    place = makeWorkplace();
  });
  afterAll(() => place.remove());

  const scripts = nightlyFiles.flatMap((file) => stepsOf(workflowOf(file)).map(({ run }) => run ?? ''));
  const lines = commandLines([...scripts, page].join('\n'));

  it('is found', () => {
    expect(new Set(lines.map(({ command }) => command))).toEqual(
      new Set(['run', 'report', 'night', 'heartbeat', 'accept']),
    );
  });

  it.each(lines.map(({ program, command, options }) => [program, command, options] as const))(
    'exists: %s %s with %j',
    async (program, command, options) => {
      const { stdout, exitCode } = !program.startsWith('npx')
        ? await place.run([command, '--help'])
        : await runJob([command, '--help'], {});
      expect(exitCode).toBe(0);
      const known: string[] = stdout.match(/--[a-z-]+/g) ?? [];
      expect(options.filter((option) => !known.includes(option))).toEqual([]);
      expect(stdout).toContain(`${!program.startsWith('npx') ? 'payout-contract' : 'nightly'} ${command} `);
    },
  );
});
