import { explore, partsOf } from '../../testing/explore';

describe('exploring with --bail', () => {
  it('goes on where what fails does not fail again', async () => {
    const { report, ids } = await explore(
      (baseline) => {
        let requests = 0;
        return {
          admit: (context) => {
            requests += 1;
            return requests === 40 ? { status: 500, codes: ['ERROR'] } : baseline.admit(context);
          },
        };
      },
      undefined,
      1,
      true,
    );
    expect(ids).toHaveLength(1);
    expect(report.stopped).toBeUndefined();
    expect(partsOf(report).map(([, verdict]) => verdict)).toEqual(['failed', 'passed', 'passed']);
  });
});
