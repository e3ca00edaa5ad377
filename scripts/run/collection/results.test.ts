import { verdictOrder } from '../../judge/case-verdict';
import { caseVerdictSchema } from '../../judge/finding';
import { fold } from '../../report/fold';
import type { CaseVerdict } from '../../report/types';
import { eventsOf } from '../../testing/run-fixtures';
import { worstOf } from './results';

const pairs = caseVerdictSchema.enum.flatMap((one) => caseVerdictSchema.enum.map((other) => [one, other] as const));

it('knows the place of every verdict', () => {
  expect([...verdictOrder].sort()).toEqual([...caseVerdictSchema.enum].sort());
});

describe('of two verdicts of one case, the same counts in a collection and in a report', () => {
  it.each(pairs)('%s, then %s', (one: CaseVerdict, other: CaseVerdict) => {
    const [first, second] = [one, other].map((verdict) => eventsOf({ cases: [{ id: 'a', verdict }] }));
    const finished = second!.filter(({ type }) => type === 'case-finished');
    const end = first!.at(-1)!;
    const report = fold([...first!.slice(0, -1), ...finished, end]);
    expect(report.cases[0]!.verdict).toBe(worstOf([one, other].map((verdict) => ({ verdict, findings: [] })))?.verdict);
  });
});
