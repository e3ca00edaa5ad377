import { expect, test } from 'vitest';
import 'payout-contract/vitest';

test('Vitest', async () => {
  await expect({ status: 201 }).toKeepPayoutContract({ call: 'payout-token' });
  expect('token').not.toBePayoutToken();
  // @ts-expect-error: not a matcher
  expect('token').toBeAnotherToken();
});
