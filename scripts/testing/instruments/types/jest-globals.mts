import { expect, test } from '@jest/globals';
import 'payout-contract/jest';

test('without globals', async () => {
  await expect({ status: 201 }).toKeepPayoutContract({ call: 'payout-token' });
  expect('token').not.toBePayoutToken();
  // @ts-expect-error: not a matcher
  expect('token').toBeAnotherToken();
});
