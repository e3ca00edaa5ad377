const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync, rmSync } = require('node:fs');
const { test } = require('node:test');
const { startSandbox } = require('payout-contract/sandbox');

const command = require.resolve('payout-contract/package.json').replace('package.json', 'dist/cli.js');

/** Sends some cases with Newman, and reports with slowest.js beside the reports that everybody has. */
async function run(fault) {
  const sandbox = await startSandbox(fault ? { fault } : {});
  const options = ['--case', 'accept.*', '--engine', 'newman', '--out', 'reports', '--reporter', 'json,./slowest.js'];
  rmSync('reports', { recursive: true, force: true });
  const env = {
    ...process.env,
    IMBURSE_BASE_URL: sandbox.url,
    IMBURSE_PUBLIC_KEY: sandbox.credentials.publicKey,
    IMBURSE_PRIVATE_KEY: sandbox.credentials.privateKey,
  };
  const [code] = await once(spawn(process.execPath, [command, 'run', ...options], { env, stdio: 'inherit' }), 'exit');
  await sandbox.close();
  return { code, slowest: readFileSync('reports/slowest.txt', 'utf8'), report: require('./reports/run.json') };
}

test('the contract is kept, and the reporter writes its file', async () => {
  const { code, slowest, report } = await run(process.env.FAULT);
  assert.match(slowest, /^held\n\d+ ms {2}[a-z]+\./);
  assert.deepStrictEqual([code, report.verdict], [0, 'held']);
});
