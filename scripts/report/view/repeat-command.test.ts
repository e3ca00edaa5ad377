import { hosts } from '../../contract/hosts';
import { type CaseFixture, type RunFixture, reportOf } from '../../testing/run-fixtures';
import type { RunHeader } from '../types';
import { repeatCommand as repeatParts } from './repeat-command';

const repeatCommand = (run: RunFixture, folder?: string): string | undefined =>
  repeatParts(reportOf(run), folder)?.join(' ');

const passed: CaseFixture = { id: 'p' };
const failed: CaseFixture = { id: 'f.1', verdict: 'failed' };
const errored: CaseFixture = { id: 'e', verdict: 'errored' };
const inconclusive: CaseFixture = { id: 'i', verdict: 'inconclusive' };
const skipped: CaseFixture = { id: 's', verdict: 'skipped' };

describe('the command that repeats what did not pass', () => {
  it.each<[string, RunFixture, string | undefined]>([
    ['the failed cases', { cases: [passed, failed, { ...failed, id: 'f 2' }] }, "--case f.1 --case 'f 2'"],
    ['those without a verdict too', { cases: [passed, failed, errored, inconclusive] }, '--case f.1 --case e --case i'],
    ['none that was skipped for what it needs', { cases: [passed, failed, skipped] }, '--case f.1'],
    [
      'those that an interrupted run did not finish',
      { cases: [passed, { id: 'x', reached: 'started' }, { id: 'y', reached: 'planned' }], stopped: 'interrupted' },
      '--case x --case y',
    ],
    ['none, if all passed', { cases: [passed] }, undefined],
    ['none, if nothing was judged', { cases: [errored, inconclusive] }, undefined],
  ])('names %s', (_name, run, wanted) => {
    expect(repeatCommand(run)).toBe(wanted && `payout-contract run --target embedded --seed 7 ${wanted}`);
  });

  it.each<[string, Partial<RunHeader>, string]>([
    ['a named target', { target: { name: 'sandbox', baseUrl: hosts.sandbox } }, '--target sandbox'],
    [
      'a target by its URL if its name means another URL',
      { target: { name: 'sandbox', baseUrl: hosts.sandbox2019 } },
      `--target ${hosts.sandbox2019}`,
    ],
    [
      'production',
      { target: { name: 'production', baseUrl: hosts.production } },
      '--target production --allow-production',
    ],
    [
      'a host that has the name of production and another URL',
      { target: { name: 'production', baseUrl: 'https://proxy.example.com' } },
      '--target https://proxy.example.com',
    ],
    ...(['embedded', 'sandbox', 'production'] as const).map((name): [string, Partial<RunHeader>, string] => [
      `a host that is called ${name}`,
      { target: { name, kind: 'custom', baseUrl: `https://${name}` } },
      `--target https://${name}`,
    ]),
    ['a URL', { target: { name: 'custom', baseUrl: 'http://127.0.0.1:9/a b' } }, "--target 'http://127.0.0.1:9/a b'"],
    ['another engine', { engine: 'direct' }, '--target embedded --engine direct'],
    ['strictness', { strict: true }, '--target embedded --strict'],
    ['that flaky cases fail', { failOnFlaky: true }, '--target embedded --fail-on-flaky'],
    ['how often every case is sent', { repeat: 20 }, '--target embedded --repeat 20'],
    ['how long the cases are sent', { durationS: 60 }, '--target embedded --duration 60'],
    ['no shard', { shard: { index: 2, count: 4 } }, '--target embedded'],
  ])('repeats %s', (_name, header, wanted) => {
    const run = { header, cases: [failed] };
    expect(repeatCommand(run)).toBe(`payout-contract run ${wanted} --seed 7 --case f.1`);
    expect(repeatCommand(run, '')).toBe(`payout-contract run --last-failed ${wanted}`);
    expect(repeatCommand(run, 'my reports/1')).toBe(`payout-contract run --last-failed 'my reports/1' ${wanted}`);
  });

  it('names flaky cases where these fail the run', () => {
    const cases: CaseFixture[] = [passed, { id: 'flaky', flaky: true }];
    expect(repeatCommand({ header: { failOnFlaky: true }, cases })).toMatch(/--fail-on-flaky --seed 7 --case flaky$/);
    expect(repeatCommand({ cases })).toBeUndefined();
  });

  it.each([undefined, 'reports/1'])("sends a collection of the user's own whole", (folder) => {
    const cases = ['collection.1', 'collection.2'].map((id): CaseFixture => ({ ...failed, id }));
    const own = { collection: 'my file.json', collectionOptions: ['--folder x', "--env-var 'a=b c'"] };
    expect(repeatCommand({ header: { strict: true, ...own }, cases }, folder)).toBe(
      "payout-contract run --target embedded --strict --collection 'my file.json' --folder x --env-var 'a=b c'",
    );
  });

  it('judges a recording again, if something did not pass', () => {
    const source = { source: 'app.har' };
    expect(repeatCommand({ header: source, cases: [passed, failed] })).toBe("curl 'f.1'");
    expect(repeatCommand({ header: source, cases: [passed] })).toBeUndefined();
  });

  it('does not name many cases one by one', () => {
    const cases = Array.from({ length: 7 }, (_, index): CaseFixture => ({ ...failed, id: `f.${index}` }));
    expect(repeatCommand({ cases: cases.slice(1) })).toContain('--case f.6');
    expect(repeatCommand({ cases })).toBe('payout-contract run --last-failed --target embedded');
  });
});
