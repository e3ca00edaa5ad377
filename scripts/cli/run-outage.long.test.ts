import { outageWorkplace } from '../testing/outage-workplace';

const { gateway, run } = outageWorkplace();

describe('a target that goes down in the middle of a run', () => {
  it('ends with 1 if a violation was found before', async () => {
    const { exitCode, report } = await run(await gateway(150, 'reset', 'errors-with-status-200'));
    expect(report?.stopped).toBe('outage');
    expect(exitCode).toBe(1);
  });
});
