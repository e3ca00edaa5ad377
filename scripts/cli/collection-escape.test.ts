import { readdirSync, writeFileSync } from 'node:fs';
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
    // The class of a handle, from a descriptor that is open.
    `(() => { const { constructor: Pipe } = new (load("net").Socket)({ fd: 2, readable: false, manualStart: true })._handle; return new Pipe(1).bind(${JSON.stringify(work.path('written.sock'))}); })()`,
    // Modules that are not known to be harmless: from version 22, this one writes files without asking Node's permissions.
    `new (load("node:sqlite").DatabaseSync)(${JSON.stringify(work.path('written.db'))})`,
    'load("repl").start()',
    'load("os").setPriority(process.ppid, 1)',
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
  expect(readdirSync(work.cwd).sort()).toEqual(['c.json', 'out']);
  expect([server.requests, report!.notJudged]).toMatchObject([[], [{ reason: 'other-origin' }]]);
});
