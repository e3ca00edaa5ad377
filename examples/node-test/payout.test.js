const assert = require('node:assert');
const { test } = require('node:test');
const { assertKeepsPayoutContract, assertPayoutToken, assertUsedCorrectly } = require('payout-contract/node');
const { startSandbox } = require('payout-contract/sandbox');

const references = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };

test('a payout token is issued as the contract says', async (t) => {
  const { FAULT: fault } = process.env;
  const sandbox = await startSandbox(fault ? { fault } : {});
  t.after(() => sandbox.close());
  const request = {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandbox.credentials.managementToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(references),
  };
  const response = await fetch(`${sandbox.url}/v1/identity/payout`, request);
  await assertKeepsPayoutContract(response, { call: 'payout-token', request });
  assertPayoutToken((await response.json()).accessToken, { for: references });
  await assertUsedCorrectly(sandbox);
});

test('a client without a credential is noticed', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  await fetch(`${sandbox.url}/v1/identity/payout`, { method: 'POST', body: JSON.stringify(references) });
  await assert.rejects(assertUsedCorrectly(sandbox), /client-authorization/);
});
