import { writeFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();

// More of them, one by one, are in collection-escape.long.test.ts.
it('keeps a script that leaves its virtual machine from files, the environment, programs and other hosts', async () => {
  const server = await httpServer((_, response) => response.end('x'));
  const tries = [
    'load("fs").readFileSync("/etc/passwd", "utf8")',
    'load("child_process").execSync("id")',
    `load("net").connect(${new URL(server.url).port}, "127.0.0.1")`,
    'process.kill(process.ppid, "SIGKILL")',
    // What listens, writes files or gives handles of the system without asking Node's permissions.
    'load("net")._createServerHandle("127.0.0.1", 0, 4)',
    'load("net").Server.prototype._listen2.call(new (load("net").Server)(), "127.0.0.1", 0, 4)',
    'load("dgram").createSocket("udp4")',
    'load("trace_events").createTracing({ categories: ["node"] })',
    'load("v8").setHeapSnapshotNearHeapLimit(1)',
    'process._getActiveHandles()',
  ].map((code) => `try { console.log("GOT " + ${code}); } catch (refused) { console.log("REFUSED"); }`);
  const script = `const done = setTimeout(() => {}, 500); import("x").catch((error) => {
    const process = error.constructor.constructor("return process")();
    const load = (name) => process.getBuiltinModule ? process.getBuiltinModule(name) : process.mainModule.require(name);
    console.log("ENVIRONMENT " + JSON.stringify(process.env));
    ${tries.join('\n')}
  });
  pm.sendRequest({ url: "${server.url}", header: { X: pm.environment.get("managementToken") } }, () => {});`;
  const event = [{ listen: 'prerequest', script: { exec: script.split('\n') } }];
  const item = { name: 'a', event, request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options' } };
  writeFileSync(work.path('c.json'), JSON.stringify({ info: { name: 'x' }, item: [item] }));
  const { stderr, report } = await work.run(['run', '--out', 'out', '--collection', 'c.json'], {
    env: { ...settingsOf(work.sandbox, 'token'), CANARY: 'canary' },
  });
  // That it left the machine, or this would prove nothing.
  expect(stderr).toContain('ENVIRONMENT {}');
  expect([stderr.split('REFUSED').length - 1, stderr.includes('GOT ')]).toEqual([tries.length, false]);
  expect([server.requests, report!.notJudged]).toMatchObject([[], [{ reason: 'other-origin' }]]);
});
