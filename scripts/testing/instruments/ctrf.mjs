// The ctrf reports of runs against the schema of those who defined the format, with both of its ways to a file: the library
// and the command. Run by package.sh in a project that has both packages installed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { validate } from 'ctrf';
import { run } from 'payout-contract/run';
import { startSandbox } from 'payout-contract/sandbox';

/** The status of the whole run, after the report was compared with the schema and with its own numbers. */
function read(folder) {
  const report = JSON.parse(readFileSync(`${folder}/ctrf-report.json`, 'utf8'));
  const { valid, errors } = validate(report);
  assert.ok(valid, JSON.stringify(errors?.slice(0, 5), null, 2));
  const { summary, tests } = report.results;
  const count = (status) => tests.filter((test) => test.status === status).length;
  for (const status of ['passed', 'failed', 'skipped', 'pending', 'other'])
    assert.equal(summary[status], count(status));
  return { whole: tests.at(-1).status, failed: summary.failed };
}

execFileSync('npx', ['--no-install', 'payout-contract', 'run', '--reporter', 'json,ctrf', '--out', 'command']);
assert.deepEqual(read('command'), { whole: 'passed', failed: 0 });

const sandbox = await startSandbox({ fault: 'expires-seconds' });
const { publicKey, privateKey } = sandbox.credentials;
const report = await run({
  ...{ target: sandbox.url, credentials: { publicKey, privateKey }, reporters: ['ctrf'], outDir: 'library' },
});
await sandbox.close();
assert.equal(report.verdict, 'broken');
const broken = read('library');
assert.equal(broken.whole, 'failed');
assert.ok(broken.failed > 1);

assert.equal(validate({ reportFormat: 'CTRF' }).valid, false, 'the schema refuses nothing');
console.log('Both reports are valid.');
