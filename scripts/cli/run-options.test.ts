import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { cases } from '../contract';
import { planRun } from '../run/plan';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Outcome, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
  work.remove();
});

const command = ['run', '--engine', 'direct', '--out', 'out'];
const run = (...args: string[]): Promise<Outcome> =>
  work.run([...command, ...args], { env: settingsOf(sandbox, 'token') });
const ids = ({ report }: Outcome): string[] => report!.cases.map(({ id }) => id);

describe('cases are selected', () => {
  it.each([
    ['by id, with its control', ['--case', 'auth.missing'], ['accept.documented', 'auth.missing']],
    [
      'by several ids',
      ['--case', 'auth.missing', '--case', 'auth.empty'],
      ['accept.documented', 'auth.missing', 'auth.empty'],
    ],
    [
      'by id, with the controls of its control',
      ['--case', 'options.reused-token'],
      ['accept.documented', 'accept.documented-again', 'options.first-token', 'options.reused-token'],
    ],
    ['by text in the id', ['--grep', 'MEDIA.XML'], ['accept.documented', 'media.xml']],
    ['by text in the title', ['--grep', 'refuses application/xml'], ['accept.documented', 'media.xml']],
    ['by text and tag, if both match', ['--grep', 'xml', '--tag', 'media'], ['accept.documented', 'media.xml']],
  ])('%s', async (_how, args, wanted) => {
    const outcome = await run(...args);
    expect([outcome.exitCode, ids(outcome)]).toEqual([0, wanted]);
  });

  it('by tag, with their controls', async () => {
    const outcome = await run('--tag', 'method', '--tag', 'media');
    const tagged = cases.filter(({ tags }) => tags.includes('method') || tags.includes('media'));
    expect(ids(outcome)).toEqual(['accept.documented', ...tagged.map(({ id }) => id)]);
  });

  it('with the exchange that fetches the management token, if none is configured', async () => {
    const env = settingsOf(sandbox, 'keys');
    const outcome = await work.run([...command, '--case', 'auth.missing'], { env });
    expect(ids(outcome)).toEqual(['hmac.documented', 'accept.documented', 'auth.missing']);
  });

  it.each([true, false])('for production only if they and their controls are safe', (fetchesToken) => {
    const safe = cases.filter(({ tags }) => tags.includes('safe'));
    const plan = planRun(safe, {}, fetchesToken);
    expect(plan.cases).toEqual(safe);
    expect(safe.filter(({ expect: { outcome } }) => outcome === 'accepted').map(({ id }) => id)).toEqual([
      'hmac.documented',
      'accept.documented',
    ]);
  });
});

describe('the seed', () => {
  const references = ({ report }: Outcome) =>
    report!.cases.find(({ id }) => id === 'accept.fresh-references')!.exchanges.map(({ request }) => request.body);

  it('makes the same references, and another one others', async () => {
    const one = await run('--case', 'accept.fresh-references', '--seed', '7');
    const two = await run('--case', 'accept.fresh-references', '--seed', '7');
    const other = await run('--case', 'accept.fresh-references', '--seed', '8');
    expect(one.report!.seed).toBe(7);
    expect(one.stdout).toContain('seed 7');
    expect(references(one)).toEqual(references(two));
    expect(references(one)).not.toEqual(references(other));
  });

  it('differs each time if none is given', async () => {
    const [one, two] = [await run('--case', 'auth.missing'), await run('--case', 'auth.missing')];
    expect(one.report!.seed).not.toBe(two.report!.seed);
  });
});

describe('--bail', () => {
  it('stops at the first failed case and says what was not sent', async () => {
    const broken = await startSandbox({ fault: 'expires-number' });
    const args = [...command, '--bail', '--concurrency', '1'];
    const { exitCode, report, stdout } = await work.run(args, { env: settingsOf(broken) });
    await broken.close();
    expect([exitCode, report?.verdict, report?.stopped, report?.complete]).toEqual([1, 'broken', 'bail', false]);
    expect(report!.summary.failed).toBe(1);
    expect(report!.cases.filter(({ verdict }) => verdict === 'skipped')).not.toHaveLength(0);
    expect(stdout).toContain('--bail');
    expect(broken.requests.length).toBeLessThan(40);
  });

  it('changes nothing if nothing fails', async () => {
    const { exitCode, report } = await run('--bail', '--tag', 'media');
    expect([exitCode, report?.complete]).toEqual([0, true]);
  });
});

describe('--explore', () => {
  it('sends combinations beside the selected cases', async () => {
    const { exitCode, report } = await run('--explore', '40', '--tag', 'media', '--seed', '7');
    expect([exitCode, report?.verdict]).toEqual([0, 'held']);
    expect(report!.cases.map(({ id }) => id)).toEqual(expect.arrayContaining(['explore:pairs', 'accept.documented']));
    expect(report!.explored).toMatchObject({ seed: 7, programs: 40 });
  });

  it('sends one combination by its id', async () => {
    const { exitCode, report } = await run('--case', 'explore:media-type=utf-16+customer-ref=absent');
    expect([exitCode, report?.verdict, report?.explored?.programs]).toEqual([0, 'held', 1]);
  });

  it('is not for combinations that do not exist', async () => {
    const { exitCode, stderr } = await run('--case', 'explore:colour=red');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no factor "colour"')]);
  });
});

describe('the pace', () => {
  it('is no faster than --rate', async () => {
    const outcome = await run('--tag', 'media', '--rate', '20');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.report!.durationMs).toBeGreaterThanOrEqual((ids(outcome).length - 2) * 50);
  });

  it('retries if the target returns 429, and reports that', async () => {
    const busy = await startSandbox({ fault: 'rate-limited-until-a-date' });
    const args = [...command, '--case', 'auth.missing'];
    const { exitCode, report, stdout } = await work.run(args, { env: settingsOf(busy, 'token') });
    await busy.close();
    expect([exitCode, report?.verdict, report?.summary.flaky]).toEqual([0, 'held', 1]);
    const [documented] = report!.cases;
    expect(documented!.exchanges.map(({ attempt, response }) => [attempt, response?.status])).toEqual([
      [1, 429],
      [2, 201],
    ]);
    expect(stdout).toContain('flaky');
  });

  it('comes without retries on request', async () => {
    const busy = await startSandbox({ fault: 'unavailable-at-first' });
    const args = [...command, '--case', 'auth.missing', '--retries', '0'];
    const { exitCode, report } = await work.run(args, { env: settingsOf(busy, 'token') });
    await busy.close();
    expect([exitCode, report?.cases.map(({ verdict }) => verdict)]).toEqual([3, ['errored', 'inconclusive']]);
  });
});

describe('the reports', () => {
  it('are those of --reporter', async () => {
    const { stdout } = await work.run([
      'run',
      '--engine',
      'direct',
      '--out',
      'only',
      '--reporter',
      'json',
      '--case',
      'auth.missing',
    ]);
    expect([stdout, readdirSync(work.path('only'))]).toEqual(['', ['run.json']]);
  });

  it('are in a folder of their own where --out is not given, and latest points there', async () => {
    const { exitCode } = await work.run(['run', '--engine', 'direct', '--case', 'auth.missing']);
    const [name, ...more] = readdirSync(work.path('reports')).filter((entry) => entry !== 'latest');
    expect([exitCode, more]).toEqual([0, []]);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT[\d-]+Z-embedded$/);
    expect(realpathSync(work.path('reports', 'latest'))).toBe(realpathSync(work.path('reports', name!)));
  });

  it('are the output under --json', async () => {
    const { exitCode, stdout, report } = await run('--case', 'auth.missing', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(report);
    expect(readFileSync(work.path('out', 'run.json'), 'utf8')).toBe(stdout);
  });

  it('show a moving line on a terminal, and end without it', async () => {
    const args = [...command, '--case', 'auth.missing'];
    const shown = await work.run(args, { tty: true });
    expect(shown.stdout).toContain('\r\u001b[2K');
    expect(shown.stdout.split('\r\u001b[2K').at(-1)).toContain('Contract held');
    const inCi = await work.run(args, { tty: true, env: { CI: 'true', NO_COLOR: '1' } });
    expect(inCi.stdout).not.toContain('\u001b');
  });
});
