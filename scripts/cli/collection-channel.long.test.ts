import { mkdirSync, writeFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();

/** Runs a script before the request of a collection. */
function attempt(script: string) {
  const event = [{ listen: 'prerequest', script: { exec: script.split('\n') } }];
  const request = { method: 'GET', url: '{{baseUrl}}/v1/payout/options' };
  mkdirSync(work.path('mine'), { recursive: true });
  writeFileSync(
    work.path('mine', 'c.json'),
    JSON.stringify({ info: { name: 'x' }, item: [{ name: 'a', event, request }] }),
  );
  return work.run(['run', '--out', 'out', '--collection', 'mine/c.json'], { env: settingsOf(work.sandbox, 'token') });
}

/** Leaves the machine of scripts and writes to the channel of its process: `send` writes a message, `raw` bytes. */
const onChannel = (code: string): string =>
  `const done = setTimeout(() => {}, 500); import("x").catch((error) => {
    const process = error.constructor.constructor("return process")();
    const load = (name) => process.getBuiltinModule ? process.getBuiltinModule(name) : process.mainModule.require(name);
    const { Buffer } = load("buffer");
    const raw = (bytes) => {
      for (let at = 0; at < bytes.length; )
        try { at += load("fs").writeSync(3, bytes, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    };
    const send = ({ bytes, ...rest }) => {
      const [text, head] = [Buffer.from(JSON.stringify(rest)), Buffer.alloc(8)];
      head.writeUInt32BE(text.length, 0);
      head.writeUInt32BE(bytes ? bytes.length : 0xffffffff, 4);
      raw(Buffer.concat([head, text, bytes || Buffer.alloc(0)]));
    };
    const [hostname, port] = pm.environment.get("baseUrl").split("/")[2].split(":");
    const open = (id) => send({ type: "open", id, host: hostname, port: Number(port), secure: false });
    ${code}
  });`;

describe('a script that writes to the channel of its process', () => {
  it.each<[string, string, RegExp]>([
    ['garbage', 'raw(Buffer.alloc(64, 255)); while (true);', /something that cannot be read/],
    ['texts of another kind', 'send({ type: "item" }); while (true);', /something that cannot be read/],
    [
      'an assertion with a result that does not exist',
      'send({ type: "assertion", name: "x", result: "green" }); while (true);',
      /something that cannot be read/,
    ],
    ['a message of 400 MB', 'const all = Buffer.alloc(4e8); all.writeUInt32BE(4e8, 0); raw(all);', /cannot be read/],
    ['connections without end', 'for (let id = 1e6; ; id += 1) open(id);', /more than 1024 connections at once/],
    [
      'requests without end',
      'for (let id = 1e6; ; id += 1) { open(id); send({ type: "data", id, bytes: Buffer.from("POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 90000000\\r\\n\\r\\n") }); for (let count = 0; count < 40; count += 1) send({ type: "data", id, bytes: Buffer.alloc(2e5) }); }',
      /longer than 201326592 bytes at once/,
    ],
    [
      'bytes without end, for connections that are closed',
      'for (;;) send({ type: "data", id: 5, bytes: Buffer.alloc(2e5) });',
      /to connections that are closed/,
    ],
    [
      'files without end, which it does not read',
      'for (let id = 1e6; ; id += 1) send({ type: "file", id, path: "files/large" });',
      /does not read what it asked for/,
    ],
    [
      'names without end',
      'for (let at = 0; ; at += 1) send({ type: "item", at: { item: String(at), path: ["y".repeat(16000) + at], iteration: at } });',
      /reports were longer than 67108864 bytes/,
    ],
  ])('%s: the run ends, has its reports, and its memory is bounded', async (_what, code, because) => {
    mkdirSync(work.path('mine', 'files'), { recursive: true });
    writeFileSync(work.path('mine', 'files', 'large'), Buffer.alloc(40 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    const { exitCode, report } = await attempt(onChannel(code));
    expect([exitCode, report!.stopped]).toEqual([3, 'collection']);
    expect(report!.because).toMatch(because);
    expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024);
  });

  it('many requests in one connection: none of them is sent', async () => {
    const many =
      'Buffer.from(("GET /many HTTP/1.1\\r\\nHost: " + hostname + ":" + port + "\\r\\n\\r\\n").repeat(2000))';
    const code = `open(1e6); for (let count = 0; count < 20; count += 1) send({ type: "data", id: 1e6, bytes: ${many} }); console.log("SENT");`;
    const { stderr } = await attempt(onChannel(code));
    expect(stderr).toContain('SENT');
    expect(work.sandbox.requests.filter(({ path }) => path === '/many')).toEqual([]);
  });
});
