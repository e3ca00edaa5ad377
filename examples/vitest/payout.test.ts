import 'payout-contract/vitest';
import { type FaultName, startSandbox } from 'payout-contract/sandbox';
import { expect, test } from 'vitest';

const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
const fault = process.env.FAULT as FaultName | undefined;

test('a payout token is issued as the contract says', async () => {
  await using sandbox = await startSandbox(fault ? { fault } : {});
  const request = {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandbox.credentials.managementToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(references),
  };
  const response = await fetch(`${sandbox.url}/v1/identity/payout`, request);
  await expect(response).toKeepPayoutContract({ call: 'payout-token', request });

  const { accessToken } = (await response.json()) as { accessToken: string };
  expect(accessToken).toBePayoutToken({ for: references });
  await expect(sandbox).toHaveBeenUsedCorrectly();
});

test('a text that is not a token is noticed', () => {
  expect('not-a-token').not.toBePayoutToken();
});
