import { type FaultName, type Sandbox, startSandbox } from 'payout-contract/sandbox';

const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
let sandbox: Sandbox;

beforeAll(async () => {
  const fault = process.env.FAULT as FaultName | undefined;
  sandbox = await startSandbox(fault ? { fault } : {});
});
afterAll(() => sandbox.close());

test('a payout token is issued as the contract says', async () => {
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

test('a response without a token is noticed', async () => {
  const response = { status: 201, headers: { 'content-type': 'application/json' }, body: '{}' };
  await expect(response).not.toKeepPayoutContract({ call: 'payout-token' });
});
