import { explore, interactions, partsOf } from '../../testing/explore';

describe('exploring with --bail', () => {
  it('ends with the first cause, also if it is a pair of conditions', async () => {
    const { report, ids } = await explore(interactions[0]!.change, undefined, 1, true);
    expect(ids).toEqual([expect.stringMatching(interactions[0]!.names[0]!)]);
    expect(report).toMatchObject({ stopped: 'bail', verdict: 'broken' });
  });

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
