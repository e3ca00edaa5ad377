import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { settingsOf } from '../../testing/cli';
import { present } from '../../testing/present';
import { killProcesses, startCli } from '../../testing/process';
import { sandboxWorkplace } from '../../testing/sandbox-workplace';

const work = sandboxWorkplace();
afterAll(killProcesses);

const listed = `/proc/${process.pid}/task/${process.pid}/children`;
const tellsProcesses = present(existsSync(listed), 'the list of child processes in /proc');

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** A process that ended may stand in the table until someone asks for its exit code. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

(tellsProcesses ? it : it.skip)('ends an endless loop of a script when the run is killed', async () => {
  const event = [{ listen: 'prerequest', script: { exec: ['console.log("begins"); while (true) {}'] } }];
  const request = { method: 'GET', url: '{{baseUrl}}/v1/payout/options' };
  writeFileSync(work.path('c.json'), JSON.stringify({ info: { name: 'x' }, item: [{ name: 'loop', event, request }] }));
  const args = ['run', '--out', 'out', '--collection', 'c.json', '--timeout-script', '3600000'];
  const { child, ended } = startCli(args, work.cwd, settingsOf(work.sandbox, 'token'));
  const events = (): string =>
    existsSync(work.path('out', 'events.ndjson')) ? readFileSync(work.path('out', 'events.ndjson'), 'utf8') : '';
  while (child.exitCode === null && (!events().includes('run-started') || childrenOf(child.pid!).length < 2))
    await sleep(50);
  // Until the script is under way.
  await sleep(2000);
  const children = childrenOf(child.pid!);
  expect(children.filter(isRunning)).toHaveLength(2);
  child.kill('SIGKILL');
  await ended;
  const deadline = Date.now() + 60_000;
  while (children.some(isRunning) && Date.now() < deadline) await sleep(50);
  expect(children.filter(isRunning)).toEqual([]);
});
