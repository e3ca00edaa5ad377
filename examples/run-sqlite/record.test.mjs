import assert from 'node:assert';
import { test } from 'node:test';
import { startSandbox } from 'payout-contract/sandbox';
import { record } from './record.mjs';

// Since Node 22.13.
const sqlite = await import('node:sqlite').catch(() => undefined);

async function recorded(fault) {
  const sandbox = await startSandbox(fault ? { fault } : {});
  const { publicKey, privateKey } = sandbox.credentials;
  const database = new sqlite.DatabaseSync(':memory:');
  const options = { target: sandbox.url, credentials: { publicKey, privateKey }, cases: ['accept.*'], seed: 1 };
  const report = await record(database, options);
  await sandbox.close();
  const count = database.prepare('SELECT count(*) AS n FROM verdicts WHERE verdict = ?');
  return { report, count: (verdict) => count.get(verdict).n };
}

test('every verdict is in the database', { skip: !sqlite && 'needs node:sqlite' }, async () => {
  const { report, count } = await recorded(process.env.FAULT);
  assert.equal(report.verdict, 'held', report.cases.flatMap(({ findings }) => findings)[0]?.message);
  assert.equal(count('passed'), report.cases.filter(({ verdict }) => verdict === 'passed').length);
});

test('so is what fails', { skip: !sqlite && 'needs node:sqlite' }, async () => {
  const { report, count } = await recorded('expires-seconds');
  assert.equal(report.verdict, 'broken');
  assert.ok(count('failed') > 0);
});
