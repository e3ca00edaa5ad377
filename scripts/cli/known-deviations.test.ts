import { readFileSync, writeFileSync } from 'node:fs';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let sandbox: Sandbox;

afterEach(() => sandbox?.close());
afterAll(work.remove);

const ids = ['accept.documented', 'refuse.order-ref.missing', 'auth.missing'];
const selection = ids.flatMap((id) => ['--case', id]);

async function runAt(server: SandboxOptions, ...args: string[]) {
  sandbox = await startSandbox(server);
  return work.run(['run', '--engine', 'direct', '--out', 'out', ...selection, ...args], { env: settingsOf(sandbox) });
}

/** Known deviations of the payout call, in a file. */
function quarantine(...entries: readonly object[]): string[] {
  const common = { case: 'accept.documented', owner: 'payments team', reason: 'release 7', expires: '2999-12-31' };
  const text = JSON.stringify({ schemaVersion: 1, quarantine: entries.map((entry) => ({ ...common, ...entry })) });
  writeFileSync(work.path('quarantine.json'), text);
  return ['--quarantine', 'quarantine.json'];
}

describe('a quarantine', () => {
  it('keeps a known deviation from failing the run, and shows it apart', async () => {
    const { exitCode, report, stdout } = await runAt(
      { fault: 'expires-number' },
      ...quarantine({ rule: 'success-body' }),
    );
    expect([exitCode, report?.verdict]).toEqual([0, 'held']);
    expect(report!.summary).toMatchObject({ violations: 0, quarantined: 1 });
    const [finding] = report!.cases.find(({ id }) => id === 'accept.documented')!.findings;
    expect(finding).toMatchObject({
      rule: 'success-body',
      quarantined: { owner: 'payments team', expires: '2999-12-31' },
    });
    expect(stdout).toContain('payments team');
  });

  it.each(['utf8', 'utf16le'] as const)('may begin with a byte order mark: %s', async (encoding) => {
    const args = quarantine({ rule: 'success-body' });
    const text = readFileSync(work.path('quarantine.json'), 'utf8');
    writeFileSync(work.path('quarantine.json'), Buffer.from(`\uFEFF${text}`, encoding));
    const { exitCode, report } = await runAt({ fault: 'expires-number' }, ...args);
    expect([exitCode, report?.summary.quarantined]).toEqual([0, 1]);
  });

  it('puts up with nothing else', async () => {
    const { exitCode } = await runAt({ fault: 'expires-number' }, ...quarantine({ rule: 'token-expiry' }));
    expect(exitCode).toBe(1);
  });

  it('fails the run by an entry that is past its date, and puts up with nothing by it', async () => {
    const expired = quarantine({ rule: 'success-body', expires: '2020-01-01' });
    const { exitCode, report } = await runAt({ fault: 'expires-number' }, ...expired);
    expect(exitCode).toBe(1);
    expect(report!.quarantine).toMatchObject({ expired: [{ rule: 'success-body' }], unused: [] });
    expect(report!.summary.violations).toBeGreaterThan(0);
  });

  it('fails the run for such an entry alone', async () => {
    const { exitCode, report } = await runAt({}, ...quarantine({ rule: 'success-body', expires: '2020-01-01' }));
    expect([exitCode, report?.verdict, report?.summary.failed]).toEqual([1, 'broken', 0]);
  });

  it('tells of an entry that nothing needs any more, and is green', async () => {
    const { exitCode, report, stdout } = await runAt({}, ...quarantine({ rule: 'success-body' }));
    expect(exitCode).toBe(0);
    expect(report!.quarantine).toMatchObject({ expired: [], unused: [{ case: 'accept.documented' }] });
    expect(stdout).toMatch(/accept\.documented.*success-body|success-body.*accept\.documented/s);
  });

  it.each([
    ['{', 'quarantine.json:1:2 is not JSON: it ends inside an object'],
    ['{"schemaVersion":1}', 'quarantine is missing'],
    [
      '{"schemaVersion":1,"quarantine":[{"case":"accept.documentd","rule":"status","owner":"a","reason":"b","expires":"2999-01-01"}]}',
      'did you mean "accept.documented"?',
    ],
  ])('with a mistake is refused before anything is sent: %s', async (text, problem) => {
    writeFileSync(work.path('quarantine.json'), text);
    const { exitCode, stderr } = await runAt({}, '--quarantine', 'quarantine.json');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(problem)]);
    expect(sandbox.requests).toHaveLength(0);
  });
});

describe('an accepted record', () => {
  it('with a mistake is refused before anything is sent', async () => {
    writeFileSync(work.path('record.json'), '{"schemaVersion":1,"target":"x"}');
    const { exitCode, stderr } = await runAt({}, '--baseline', 'record.json');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('record.json is not a valid accepted record: aspects is missing'),
    ]);
  });
});

describe('a flaky case', () => {
  it.each([
    [[], 0],
    [['--fail-on-flaky'], 1],
  ])('with %j ends the run with %d', async (args, expected) => {
    const { exitCode, report, stdout } = await runAt({ fault: 'unavailable-at-first' }, ...args);
    expect([exitCode, report!.summary.flaky]).toEqual([expected, 1]);
    expect(stdout).toContain('flaky');
  });
});
