import type { Finding } from '../../../report/types';
import { partOf, programId, readProgram } from '../program';
import type { Sent } from '../send';
import type { Cause } from './causes';
import { distinctCauses } from './same-cause';

const finding: Finding = { rule: 'status', level: 'violation', evidence: 'C1', message: 'It is wrong.' };

/** A cause as the search finds it; what was sent does not matter for which causes are one. */
const cause = (text: string, effect = 'fails'): Cause => {
  const program = readProgram(`explore:${text}`);
  const failing = {} as Sent;
  return { program, effect, part: partOf(program), sent: [], failing, findings: [finding], also: [] };
};

const distinct = (causes: readonly Cause[]): string[] =>
  distinctCauses(causes).map(({ program }) => programId(program).slice('explore:'.length));

describe('causes are one', () => {
  it.each<[what: string, programs: readonly string[], one: string, effect?: string]>([
    ['that differ in the call', ['cookie=session+call=payout-options', 'cookie=session'], 'cookie=session'],
    ['that differ in the reference', ['order-ref=decimal', 'customer-ref=decimal#912'], 'order-ref=decimal'],
    ['that differ in the value', ['credential=forged-dots', 'credential=forged-no-exp'], 'credential=forged-dots'],
    ['of which one holds the other', ['query=one+spacing=pretty', 'query=one'], 'query=one'],
    [
      'that share what a refusal depends on',
      ['credential=none+query=one', 'customer-ref=absent+query=one'],
      'credential=none+query=one',
      'accepts',
    ],
    [
      'that have one condition beside many others',
      ['spacing=pretty+query=one', 'spacing=pretty+cookie=session', 'spacing=pretty+correlation=digits'],
      'correlation=digits+spacing=pretty',
    ],
    [
      'that differ in the earlier requests',
      ['method=head>documented', 'body=truncated>documented'],
      'method=head>documented',
    ],
    ['that repeat the same request', ['documented>documented', 'times=3'], 'times=3'],
  ])('%s', (_what, programs, one, ...[effect]) => {
    expect(distinct(programs.map((text) => cause(text, effect)))).toEqual([one]);
  });
});

describe('causes are different', () => {
  it.each<[what: string, causes: readonly Cause[]]>([
    ['with other conditions', [cause('cookie=session'), cause('query=one')]],
    ['with one condition shared by two', [cause('spacing=pretty+query=one'), cause('spacing=pretty+cookie=session')]],
    ['where one accepts what must be refused', [cause('query=one'), cause('credential=none+query=one', 'accepts')]],
    ['after something, or at once', [cause('method=head>documented'), cause('together=2')]],
  ])('%s', (_what, causes) => {
    expect(distinct(causes)).toHaveLength(causes.length);
  });
});

it.each<[what: string, deviating: string, violating: string]>([
  ['with fewer conditions', 'times=3+values=same-odd', 'times=11+values=same'],
  ['whose conditions it includes', 'query=one', 'query=one+spacing=pretty'],
])('a violation is not hidden by a deviation %s', (_what, deviating, violating) => {
  const deviation: Finding = { ...finding, level: 'deviation', evidence: 'R3' };
  const both = [{ ...cause(deviating), findings: [deviation] }, cause(violating)];
  for (const causes of [both, [...both].reverse()]) {
    const [one, ...others] = distinctCauses(causes);
    expect(others).toEqual([]);
    expect(programId(one!.program)).toBe(`explore:${violating}`);
    expect(one!.findings).toEqual([finding]);
  }
});

it('a cause has the findings of all that it stands for, each rule and place once', () => {
  const other = { ...cause('cookie=session', 'answers-wrongly'), findings: [{ ...finding, rule: 'media-type' }] };
  const [one] = distinctCauses([cause('cookie=session'), cause('cookie=session+call=payout-options'), other]);
  expect(one!.findings.map(({ rule }) => rule)).toEqual(['status', 'media-type']);
});
