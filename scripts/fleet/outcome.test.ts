import { finding, reportOf } from '../testing/run-fixtures';
import { outcomeOfRun } from './outcome';

describe('the outcome of a suite', () => {
  it('names what fails the case, and not what was only seen in it', () => {
    const seen = finding({ level: 'observation', message: 'seen' });
    const quarantined = finding({ message: 'known', quarantined: { owner: 'a', reason: 'b', expires: '2099-01-01' } });
    const found = finding({ message: 'wrong' });
    const report = reportOf({ cases: [{ id: 'a', verdict: 'failed', findings: [seen, quarantined, found] }] });
    expect(outcomeOfRun(report)).toMatchObject({ exitCode: 1, cause: { code: 'contract-broken', title: 'a: wrong' } });
  });
});
