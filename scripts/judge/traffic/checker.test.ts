import { foundBoth } from './testing/found-both';

describe('the exchanges of a run, judged without its plan', () => {
  it.each([[undefined], ['leak-private-key']])('show the same as the run: %s', async (fault) => {
    const { exchanges, byRun, byChecker } = await foundBoth(fault);
    expect(exchanges).toBeGreaterThan(20);
    expect(byRun.length > 0).toBe(fault !== undefined);
    expect(byChecker).toEqual(byRun);
  });
});
