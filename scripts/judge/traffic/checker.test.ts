import { foundBoth } from './testing/found-both';

describe('the exchanges of a run, judged without its plan', () => {
  // The long test sends all cases, also to other faulty servers.
  it.each([
    [undefined, undefined],
    ['leak-private-key', { ids: ['hmac.*', 'refuse.order-ref.*'] }],
  ])('show the same as the run: %s', async (fault, select) => {
    const { exchanges, byRun, byChecker } = await foundBoth(fault, select);
    expect(exchanges).toBeGreaterThan(20);
    expect(byRun.length > 0).toBe(fault !== undefined);
    expect(byChecker).toEqual(byRun);
  });
});
