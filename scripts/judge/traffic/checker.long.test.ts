import { foundBoth } from './testing/found-both';

describe('the exchanges of a run, judged without its plan', () => {
  it.each([
    ['leak-private-key'],
    ['access-token-missing'],
    ['hmac-replay-accepted'],
    ['missing-reference-500'],
    ['unauthorised-body-text'],
    ['signature-not-checked'],
    ['customer-ref-swapped-in-token'],
    ['header-not-covered'],
    ['alg-none-accepted'],
    ['unsigned-token-accepted'],
    ['expired-token-accepted'],
    ['payout-token-accepted'],
    ['role-not-checked'],
    ['get-issues-token'],
    ['options-refuses-token'],
    ['hmac-old-timestamp-accepted'],
    ['hmac-signature-not-checked'],
    ['token-usable-once'],
    ['own-account-refused'],
  ])('show the same as the run: %s', async (fault) => {
    const { exchanges, byRun, byChecker } = await foundBoth(fault);
    expect(exchanges).toBeGreaterThan(20);
    expect(byRun).not.toEqual([]);
    expect(byChecker).toEqual(byRun);
  });
});
