import { type CaseFixture, reportOf } from '../testing/run-fixtures';
import type { RunHeader } from '../verdict/types';
import { repeatCommand } from './repeat-command';

const passed: CaseFixture = { id: 'p' };
const failed: CaseFixture = { id: 'f.1', verdict: 'failed' };
const errored: CaseFixture = { id: 'e', verdict: 'errored' };
const inconclusive: CaseFixture = { id: 'i', verdict: 'inconclusive' };

describe('the command that repeats the failing cases', () => {
  it.each<[string, CaseFixture[], string | undefined]>([
    ['the failed ones', [passed, failed, { ...failed, id: 'f 2' }, errored], "--case f.1 --case 'f 2'"],
    ['those without a verdict, where none failed', [passed, errored, inconclusive], '--case e --case i'],
    ['none, where all passed', [passed], undefined],
    ['none, where nothing was judged', [errored, inconclusive], undefined],
  ])('names %s', (_name, cases, wanted) => {
    const command = repeatCommand(reportOf({ cases }));
    expect(command).toBe(wanted && `payout-contract run --target embedded --seed 7 ${wanted}`);
  });

  it('is not given for what an interrupted run had in flight', () => {
    expect(
      repeatCommand(reportOf({ cases: [passed, { id: 'x', reached: 'started' }], stopped: 'interrupted' })),
    ).toBeUndefined();
  });

  it.each<[string, Partial<RunHeader>, string]>([
    ['a named target', { target: { name: 'sandbox', baseUrl: 'https://s.example' } }, '--target sandbox --seed 7'],
    [
      'production',
      { target: { name: 'production', baseUrl: 'https://p.example' } },
      '--target production --allow-production --seed 7',
    ],
    [
      'a URL',
      { target: { name: 'custom', baseUrl: 'http://127.0.0.1:9/a b' } },
      "--target 'http://127.0.0.1:9/a b' --seed 7",
    ],
    ['another engine', { engine: 'direct' }, '--target embedded --engine direct --seed 7'],
    ['strictness', { strict: true, seed: 42 }, '--target embedded --seed 42 --strict'],
  ])('repeats %s', (_name, header, wanted) => {
    expect(repeatCommand(reportOf({ header, cases: [failed] }))).toBe(`payout-contract run ${wanted} --case f.1`);
  });
});
