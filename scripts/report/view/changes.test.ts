import { type CaseFixture, finding, reportOf } from '../../testing/run-fixtures';
import { changesBetween } from './changes';

const between = (before: readonly CaseFixture[], after: readonly CaseFixture[]) =>
  changesBetween(reportOf({ cases: before }), reportOf({ cases: after }));
const failed = (message = 'm'): CaseFixture => ({ id: 'a', verdict: 'failed', findings: [finding({ message })] });

describe('what differs between two runs', () => {
  it.each<[string, CaseFixture, CaseFixture, string[]]>([
    ['nothing', failed(), failed(), []],
    ['not the values of this run', failed(), { ...failed(), durationMs: 9 }, []],
    ['a repaired case', failed(), { id: 'a' }, ['✓ a: failed before, now passed']],
    ['a broken case', { id: 'a' }, failed(), ['✗ a: passed before, now failed: token-expiry: m']],
    ['another cause', failed('m'), failed('n'), ['✗ a: failed before, now failed: token-expiry: n']],
    [
      'a missing verdict',
      failed(),
      { id: 'a', verdict: 'errored', reason: 'no response' },
      ['? a: failed before, now errored: no response'],
    ],
    [
      'an explored case that is found no more',
      { ...failed(), id: 'x' },
      { id: 'a' },
      ['✓ a: passed', '✓ x: failed before, not found any more'],
    ],
  ])('is shown: %s', (_name, before, after, wanted) => {
    expect(between([before], [after])).toEqual(wanted);
  });
});
