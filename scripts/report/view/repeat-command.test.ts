import { cases as contractCases } from '../../contract';
import { hosts } from '../../contract/hosts';
import { type CaseFixture, reportOf } from '../../testing/run-fixtures';
import type { RunHeader, RunReport } from '../types';
import { repeatCommand as repeatParts } from './repeat-command';

const repeatCommand = (report: RunReport): string | undefined => repeatParts(report)?.join(' ');

const passed: CaseFixture = { id: 'p' };
const failed: CaseFixture = { id: 'f.1', verdict: 'failed' };
const errored: CaseFixture = { id: 'e', verdict: 'errored' };
const inconclusive: CaseFixture = { id: 'i', verdict: 'inconclusive' };

describe('the command that repeats the failing cases', () => {
  it.each<[string, CaseFixture[], string | undefined]>([
    ['the failed ones', [passed, failed, { ...failed, id: 'f 2' }, errored], "--case f.1 --case 'f 2'"],
    ['those without a verdict, if none failed', [passed, errored, inconclusive], '--case e --case i'],
    ['none, if all passed', [passed], undefined],
    ['none, if nothing was judged', [errored, inconclusive], undefined],
  ])('names %s', (_name, cases, wanted) => {
    const command = repeatCommand(reportOf({ cases }));
    expect(command).toBe(wanted && `payout-contract run --target embedded --seed 7 ${wanted}`);
  });

  it('leaves out cases in flight of an interrupted run', () => {
    expect(
      repeatCommand(reportOf({ cases: [passed, { id: 'x', reached: 'started' }], stopped: 'interrupted' })),
    ).toBeUndefined();
  });

  it.each<[string, Partial<RunHeader>, string]>([
    ['a named target', { target: { name: 'sandbox', baseUrl: hosts.sandbox } }, '--target sandbox --seed 7'],
    [
      'a target by its URL if its name means another URL',
      { target: { name: 'sandbox', baseUrl: hosts.sandbox2019 } },
      `--target ${hosts.sandbox2019} --seed 7`,
    ],
    [
      'production',
      { target: { name: 'production', baseUrl: hosts.production } },
      '--target production --allow-production --seed 7',
    ],
    [
      'a URL',
      { target: { name: 'custom', baseUrl: 'http://127.0.0.1:9/a b' } },
      "--target 'http://127.0.0.1:9/a b' --seed 7",
    ],
    ['another engine', { engine: 'direct' }, '--target embedded --engine direct --seed 7'],
    ['strictness', { strict: true, seed: 42 }, '--target embedded --seed 42 --strict'],
    ['that flaky cases fail', { failOnFlaky: true }, '--target embedded --seed 7 --fail-on-flaky'],
    ['how often every case is sent', { repeat: 20 }, '--target embedded --seed 7 --repeat 20'],
    ['how long the cases are sent', { durationS: 60 }, '--target embedded --seed 7 --duration 60'],
    ['no shard', { shard: { index: 2, count: 4 } }, '--target embedded --seed 7'],
  ])('repeats %s', (_name, header, wanted) => {
    expect(repeatCommand(reportOf({ header, cases: [failed] }))).toBe(`payout-contract run ${wanted} --case f.1`);
  });

  it('names flaky cases where these fail the run', () => {
    const cases: CaseFixture[] = [passed, { id: 'flaky', flaky: true }];
    expect(repeatCommand(reportOf({ header: { failOnFlaky: true }, cases }))).toMatch(/--fail-on-flaky --case flaky$/);
    expect(repeatCommand(reportOf({ cases }))).toBeUndefined();
  });

  it("sends a collection of the user's own whole", () => {
    const cases = ['collection.1', 'collection.2'].map((id): CaseFixture => ({ ...failed, id }));
    expect(repeatCommand(reportOf({ header: { strict: true, collection: 'my file.json' }, cases }))).toBe(
      "payout-contract run --target embedded --strict --collection 'my file.json'",
    );
  });
});

describe('many failing cases', () => {
  const idsWith = (...wanted: string[]): string[] =>
    contractCases.filter(({ tags }) => tags.some((tag) => wanted.includes(tag))).map(({ id }) => id);
  const selectionOf = (ids: readonly string[], header: Partial<RunHeader> = {}): string | undefined => {
    const cases = ids.map((id): CaseFixture => ({ ...failed, id }));
    return repeatCommand(reportOf({ header, cases: [passed, ...cases] }))?.split(' --seed 7')[1];
  };

  it('are named by tags where these select exactly them', () => {
    expect(
      selectionOf(idsWith('hmac', 'options'))
        ?.trim()
        .split(/ (?=--)/)
        .sort(),
    ).toEqual(['--tag hmac', '--tag options']);
  });

  it('are named one by one if no tags select exactly them', () => {
    const ids = idsWith('hmac').slice(1);
    expect(selectionOf(ids)).toBe(ids.map((id) => ` --case ${id}`).join(''));
  });

  it('need no option if they are all cases', () => {
    expect(selectionOf(contractCases.map(({ id }) => id))).toBe('');
    const production = { target: { name: 'production', baseUrl: hosts.production } };
    expect(selectionOf(idsWith('safe'), production)).toBe('');
  });
});
