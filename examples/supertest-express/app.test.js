const assert = require('node:assert');
const { test } = require('node:test');
const { assertKeepsPayoutContract, assertUsedCorrectly } = require('payout-contract/node');
const { startSandbox } = require('payout-contract/sandbox');
const supertest = require('supertest');
const { createApp } = require('./app');

async function arrange(t) {
  const { FAULT: fault } = process.env;
  const sandbox = await startSandbox(fault ? { fault } : {});
  t.after(() => sandbox.close());
  const { managementToken } = sandbox.credentials;
  return { sandbox, agent: supertest(createApp({ url: sandbox.url, managementToken })) };
}

test('the shop passes on what the contract promises, and asks for it correctly', async (t) => {
  const { sandbox, agent } = await arrange(t);
  const response = await agent.post('/payout-token').send({ customer: 'c-1', order: 'o-1', instruction: 'i-1' });
  // The shop has a path and a body of its own: the response is that of the call, and so is the request.
  const [{ headers, body }] = sandbox.exchanges;
  await assertKeepsPayoutContract(response, { call: 'payout-token', request: { method: 'POST', headers, body } });
  await assertUsedCorrectly(sandbox);
});

test('an order that the shop does not check is noticed', async (t) => {
  const { sandbox, agent } = await arrange(t);
  await agent.post('/payout-token').send({ customer: 'c-1', order: 'o'.repeat(51), instruction: 'i-1' });
  await assert.rejects(assertUsedCorrectly(sandbox), /orderRef/);
});
