import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** Leaves the virtual machine of scripts, by the promise of an import, and runs this code with Node's `process`. */
const escaped = (code: string): string =>
  `const done = setTimeout(() => {}, 500); import("x").catch((error) => {
    const process = error.constructor.constructor("return process")();
    const load = (name) => process.getBuiltinModule ? process.getBuiltinModule(name) : process.mainModule.require(name);
    try { ${code} } catch (refused) { console.log("REFUSED " + refused.message); }
  });`;

/** Where attempts leave what they got, by a request to the target: nothing else can be reached. */
const tell = 'console.log("GOT " + String(got));';

interface Attempt {
  /** The pre-request script. */
  readonly script?: string;
  readonly body?: object;
  readonly url?: unknown;
}

/** Runs attempts as the requests of one collection, each named by what it tries. */
async function attemptAll(attempts: Readonly<Record<string, Attempt>>, args: readonly string[] = []) {
  const item = Object.entries(attempts).map(([name, { script = '', body, url = '{{baseUrl}}/v1/payout/options' }]) => {
    const event = [{ listen: 'prerequest', script: { exec: script.split('\n') } }];
    const header = [{ key: 'Authorization', value: 'Bearer {{managementToken}}' }];
    return { name, event, request: { method: body ? 'POST' : 'GET', url, header, ...(body && { body }) } };
  });
  mkdirSync(work.path('mine', 'files'), { recursive: true });
  writeFileSync(work.path('mine', 'c.json'), JSON.stringify({ info: { name: 'x', schema }, item }));
  return work.run(['run', '--out', 'out', '--collection', 'mine/c.json', ...args], {
    env: { ...settingsOf(work.sandbox, 'both'), CANARY: 'canary-in-the-environment' },
  });
}

const attempt = ({ args = [], ...one }: Attempt & { readonly args?: readonly string[] }) =>
  attemptAll({ a: one }, args);

const outside = (): string => work.path('outside.txt');

beforeEach(() => {
  writeFileSync(outside(), 'canary-outside-of-the-folder');
});

/** Secrets of the settings, whole or a part that would tell them. */
function secretParts(): string[] {
  const { managementToken, privateKey, expiredToken } = work.sandbox.credentials;
  return [managementToken, privateKey, expiredToken].map((secret) => secret.slice(-20));
}

const canaries = ['canary-outside-of-the-folder', 'canary-in-the-environment', 'root:x:0'];

/** What is tried, and the code, which sees `process` and `load`. */
const escapes: readonly (readonly [string, string])[] = [
  ['reads a system file', `const got = load("fs").readFileSync("/etc/passwd", "utf8"); ${tell}`],
  [
    'reads a file beside the collection',
    `const got = load("fs").readFileSync(${JSON.stringify('OUTSIDE')}, "utf8"); ${tell}`,
  ],
  ['lists a folder', `const got = load("fs").readdirSync("/"); ${tell}`],
  ['reads the environment', `const got = JSON.stringify(process.env); ${tell}`],
  [
    "reads the parent's environment",
    `const got = load("fs").readFileSync("/proc/" + process.ppid + "/environ"); ${tell}`,
  ],
  ['writes a file', `load("fs").writeFileSync("WRITTEN", "x"); const got = "written"; ${tell}`],
  ['starts a program', `const got = load("child_process").execSync("id"); ${tell}`],
  ['starts a program by spawn', `const got = load("child_process").spawn("id").pid; ${tell}`],
  ['starts a thread', `const got = new (load("worker_threads").Worker)("1", { eval: true }).threadId; ${tell}`],
  ['forks', `const got = load("cluster").fork(); ${tell}`],
  ['ends the parent', `const got = process.kill(process.ppid, "SIGKILL"); ${tell}`],
  ['debugs the parent', `const got = process._debugProcess(process.ppid); ${tell}`],
  ['opens a debugger', `const got = load("inspector").open(0); ${tell}`],
  ['loads a binding', `const got = process.binding("fs"); ${tell}`],
  ['loads an addon', `const got = process.dlopen({ exports: {} }, "x.node"); ${tell}`],
  ['connects', `const got = load("net").connect(PORT, "127.0.0.1"); ${tell}`],
  ['listens', `const got = load("net").createServer().listen(0); ${tell}`],
  ['sends a datagram', `const got = load("dgram").createSocket("udp4").send("x", 9, "127.0.0.1"); ${tell}`],
  ['asks for a name', `const got = load("dns").lookup("canary.example", () => {}); ${tell}`],
  [
    'fetches',
    `process.constructor.constructor("return fetch")()("URL").then(() => console.log("GOT"), () => console.log("REFUSED to fetch"));`,
  ],
  [
    'asks by http',
    `load("http").get("URL").on("error", () => console.log("REFUSED to ask")).on("response", () => console.log("GOT"));`,
  ],
  ['writes a heap snapshot', `const got = load("v8").writeHeapSnapshot("WRITTEN"); ${tell}`],
];

it('refuses all that a script tries which leaves its virtual machine', async () => {
  const server = await httpServer((_, response) => response.end('x'));
  const written = work.path('written.txt');
  const fill = (code: string): string =>
    code
      .replaceAll('"OUTSIDE"', JSON.stringify(outside()))
      .replaceAll('WRITTEN', written)
      .replaceAll('PORT', new URL(server.url).port)
      .replaceAll('URL', server.url);
  const attempts = escapes.map(([what, code]) => [what, { script: escaped(fill(code)) }] as const);
  const { report, stderr, stdout } = await attemptAll(Object.fromEntries(attempts));
  const lines = stderr.split('\n');
  const results = escapes.map(
    ([what]) => [what, lines.filter((line) => line.startsWith(`note: ${what}: `)).join()] as const,
  );
  for (const [what, said] of results) {
    // That it left the machine, or this would prove nothing.
    const wanted = what === 'reads the environment' ? /^note: [^:]*: GOT {}$/ : /^note: [^:]*: REFUSED /;
    expect([what, said]).toEqual([what, expect.stringMatching(wanted)]);
  }
  const all = stderr + stdout + JSON.stringify(report);
  for (const canary of [...canaries, ...secretParts()]) expect(all).not.toContain(canary);
  expect(readdirSync(work.cwd)).not.toContain('written.txt');
  expect([server.requests, report!.error, report!.cases.length]).toEqual([[], undefined, escapes.length]);
});

it('sends no file that is outside of the folder, hidden, or holds a secret', async () => {
  const { privateKey } = work.sandbox.credentials;
  mkdirSync(work.path('mine'), { recursive: true });
  writeFileSync(work.path('mine', '.hidden'), 'canary-outside-of-the-folder');
  writeFileSync(work.path('mine', 'key.txt'), privateKey);
  writeFileSync(work.path('mine', 'large.txt'), `${' '.repeat(100_000)}${privateKey}`);
  writeFileSync(work.path('mine', 'wide.txt'), `${' '.repeat(100_000)}${privateKey}`, 'utf16le');
  writeFileSync(work.path('mine', 'fine.txt'), 'a fine file');
  rmSync(work.path('mine', 'link.txt'), { force: true });
  symlinkSync(outside(), work.path('mine', 'link.txt'));
  const holding = ['key.txt', 'large.txt', 'wide.txt'];
  const refused = ['../outside.txt', outside(), 'link.txt', '.hidden', ...holding, '/etc/passwd', '/dev/zero'];
  const bodies = [...refused, 'fine.txt'].flatMap((src): [string, Attempt][] => [
    [`body ${src}`, { body: { mode: 'file', file: { src } } }],
    [`form ${src}`, { body: { mode: 'formdata', formdata: [{ key: 'f', type: 'file', src }] } }],
  ]);
  const { report, stderr } = await attemptAll(Object.fromEntries(bodies));
  const sent = report!.cases.map(({ title, exchanges }) => [title, exchanges[0]?.request.body ?? ''] as const);
  const all = stderr + JSON.stringify(report);
  for (const canary of [...canaries, privateKey.slice(0, 12)]) expect(all).not.toContain(canary);
  expect(sent.filter(([, body]) => body !== '').map(([title]) => title)).toEqual(['body fine.txt', 'form fine.txt']);
});

describe('a request to another origin', () => {
  const forms = (port: string): string[] => [
    `http://localhost:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://0x7f.1:${port}/`,
    `http://2130706433:${port}/`,
    `http://127.0.0.1.:${port}/`,
    `http://user:pass@127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}\\@example.com/`,
  ];

  it('is refused in any form, listed, and takes nothing along', async () => {
    const server = await httpServer((_, response) => response.end('x'));
    const { port } = new URL(server.url);
    const send = (url: string): string =>
      `pm.sendRequest({ url: ${JSON.stringify(url)}, header: { Authorization: "Bearer " + pm.environment.get("managementToken") } }, () => {});`;
    const attempts = forms(port).map((url) => [url, { script: send(url) }] as const);
    const { report, stderr } = await attemptAll(Object.fromEntries(attempts));
    const refused = report!.notJudged!.map(({ reason, count }) => [reason, count]);
    expect([...new Set(refused.map(([reason]) => reason))].sort()).toEqual(['other-origin']);
    expect(refused.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(attempts.length);
    // Each origin once, and how often it was asked for again.
    const again = [...stderr.matchAll(/note: (\d+) more times?: not sent: /g)].map(([, count]) => Number(count));
    const named = attempts.filter(([url]) => stderr.includes(`note: ${url}: not sent`)).length;
    expect(again.reduce((sum, count) => sum + count, named)).toBe(attempts.length);
    expect(server.requests).toEqual([]);
  });

  it('goes out if the user allows it, but never with a credential of the target', async () => {
    const heads: string[] = [];
    const server = await httpServer((request, response) => {
      heads.push(JSON.stringify(request.rawHeaders) + request.url);
      response.end('x');
    });
    const send = (rest: string) => `pm.sendRequest({ url: "${server.url}/x", ${rest} }, () => {});`;
    const token = 'pm.environment.get("managementToken")';
    const script = [
      send('method: "GET"'),
      send(`header: { Authorization: "Bearer " + ${token} }`),
      send(`header: { X: btoa(${token}) }`),
      send(`method: "POST", body: { mode: "raw", raw: ${token}.slice(5, 40) }`),
      send('header: { Y: pm.environment.get("privateKey") }'),
    ].join('\n');
    const { report, stderr } = await attempt({ script, args: ['--allow-origin', server.url] });
    expect(server.requests).toEqual(['GET /x']);
    expect(heads.join()).not.toMatch(/Bearer|placeholder/i);
    expect(stderr).toContain('it would take a credential of');
    expect(report!.notJudged!.map(({ reason }) => reason)).toContain('other-target');
  });

  it('is not followed to by a redirect', async () => {
    const other = await httpServer((_, response) => response.end('x'));
    const target = await httpServer((_, response) => response.writeHead(302, { Location: `${other.url}/` }).end());
    const event = [{ listen: 'prerequest', script: { exec: ['1;'] } }];
    const item = { name: 'a', event, request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options' } };
    writeFileSync(work.path('r.json'), JSON.stringify({ info: { name: 'x', schema }, item: [item] }));
    await work.run(['run', '--out', 'out', '--collection', 'r.json'], {
      env: { ...settingsOf(work.sandbox, 'token'), IMBURSE_BASE_URL: target.url },
    });
    expect([target.requests, other.requests]).toEqual([['GET /v1/payout/options'], []]);
  });

  it('never reaches production, whatever form the URL has', async () => {
    const host = ['api', 'imbursepayments', 'com'];
    const urls: Readonly<Record<string, unknown>> = {
      'as text': 'https://api.imbursepayments.com/v1/identity/payout',
      'in parts without the text': { protocol: 'https', host, path: ['v1', 'identity', 'payout'] },
      'beside a harmless text': { raw: '{{baseUrl}}/x', protocol: 'https', host, path: ['x'] },
      'with a variable': 'https://{{api}}.imbursepayments.com/v1/identity/payout',
      'in capitals and with a dot': 'https://API.imbursepayments.com./v1/identity/payout',
    };
    const attempts = Object.entries(urls).map(([what, url]) => [
      what,
      { url, script: 'pm.variables.set("api", "api");' },
    ]);
    const { report, stderr } = await attemptAll(Object.fromEntries(attempts), [
      '--allow-origin',
      'https://example.com',
    ]);
    expect(report!.notJudged!.map(({ reason }) => reason)).toEqual(['production', 'production']);
    for (const what of Object.keys(urls))
      expect(stderr).toMatch(new RegExp(`note: ${what}: not sent: .* is production`));
  });
});

describe('a script without an end', () => {
  it.each<[string, string]>([
    ['a loop', 'while (true) {}'],
    ['a chain of promises', 'const again = () => Promise.resolve().then(again); again();'],
    ['a loop after it left its machine', escaped('while (true) {}')],
  ])('is ended, and the run has its reports: %s', async (_what, script) => {
    const { exitCode, report, stderr } = await attempt({ script, args: ['--timeout-script', '1500'] });
    expect([exitCode, report!.stopped, report!.error]).toEqual([1, 'collection', undefined]);
    expect(report!.because).toBe('one of its scripts did not end');
    expect(stderr).toContain('did not end within 1500 ms');
  });

  it('ends with the time limit of the run', async () => {
    const { exitCode, report } = await attempt({ script: 'while (true) {}', args: ['--max-duration', '2'] });
    expect([exitCode, report!.stopped]).toEqual([3, 'deadline']);
  });

  it('may send requests over and over, until the time limit', async () => {
    const script = 'pm.execution.setNextRequest("a");';
    // On a busy machine, its process needs seconds to start.
    const { report } = await attempt({ script, args: ['--max-duration', '15'] });
    expect(report!.stopped).toBe('deadline');
    expect(report!.cases[0]!.exchanges.length).toBeGreaterThan(1);
  });
});

describe('a script that takes too much', () => {
  it.each<[string, string]>([
    ['memory', 'const all = []; while (true) all.push(new Array(1e6).fill(all.length));'],
    ['memory in buffers', escaped('const all = []; while (true) all.push(new Uint8Array(64 * 1024 * 1024).fill(1));')],
  ])('%s: its process ends, and the run has its reports', async (_what, script) => {
    const { exitCode, report } = await attempt({ script });
    expect([exitCode, report!.stopped, report!.because]).toEqual([
      3,
      'collection',
      'its scripts needed too much memory',
    ]);
  });

  it('output: it is bounded', async () => {
    const script = 'for (let index = 0; index < 20000; index += 1) console.log("line " + index + "x".repeat(10000));';
    const { exitCode, stderr } = await attempt({ script });
    expect(exitCode).toBe(0);
    expect(stderr.length).toBeLessThan(1_000_000);
    expect(stderr).toContain('… and 19900 more lines');
  });

  it('nothing, but ends its process', async () => {
    const { exitCode, report } = await attempt({ script: escaped('process.reallyExit(0)') });
    expect([exitCode, report!.stopped]).toEqual([3, 'collection']);
  });
});

it('redacts what scripts print', async () => {
  const script =
    'pm.sendRequest({ url: pm.environment.get("baseUrl") + "/v1/identity/payout", method: "POST", header: { Authorization: "Bearer " + pm.environment.get("managementToken"), "Content-Type": "application/json" }, body: { mode: "raw", raw: JSON.stringify({ customerRef: "c", orderRef: "o", instructionRef: "i" }) } }, (_, response) => { const token = response.json().accessToken; console.log("start " + token.length, token, btoa(token)); console.log(token.slice(-30)); });';
  const { stderr, report } = await attempt({ script });
  expect(stderr).toContain('start');
  expect(stderr + JSON.stringify(report)).not.toMatch(/eyJ[\w-]{20}/);
  expect(stderr).not.toMatch(/[\w-]{30}/);
});
