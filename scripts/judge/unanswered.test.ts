import { exampleCase } from './rules/example';
import { unansweredFinding, unansweredJudgement } from './unanswered';

const checkedCase = exampleCase('refuse.customer-ref.missing');

describe('a request without a response, if the target answers others', () => {
  it.each(['timeout', 'reset', 'protocol'] as const)('is a violation: %s', (how) => {
    const finding = unansweredFinding(checkedCase, how);
    expect(finding).toMatchObject({ rule: 'server-error', level: 'violation', evidence: 'E1f', where: 'status' });
    expect(finding.expected).toContain('400');
  });

  it('fails its case, which counts as not accepted', () => {
    const judgement = unansweredJudgement(checkedCase, { strict: false });
    expect(judgement).toMatchObject({ verdict: 'failed', remembered: { verdict: 'failed', accepted: false } });
    expect(judgement.findings).toEqual([unansweredFinding(checkedCase, 'timeout')]);
  });

  it('does not fail its case if it is a known deviation', () => {
    const quarantined = { owner: 'team', reason: 'known', expires: '2026-03-31' };
    const judgement = unansweredJudgement(checkedCase, {
      strict: false,
      waive: (findings) => findings.map((finding) => ({ ...finding, quarantined })),
    });
    expect(judgement.verdict).toBe('passed');
    expect(judgement.findings).toMatchObject([{ quarantined }]);
  });
});
