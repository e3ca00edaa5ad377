import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseResult } from '../report/types';
import { startSandbox } from '../sandbox';
import { type Outcome, settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();

const script = (listen: string, ...exec: string[]) => ({ listen, script: { type: 'text/javascript', exec } });
const references = { customerRef: 'mine', orderRef: '{{order}}', instructionRef: '1' };
const payout = (more: object = {}) => ({
  name: 'My payout token',
  request: {
    method: 'POST',
    url: '{{baseUrl}}/v1/identity/payout',
    header: [
      { key: 'Authorization', value: 'Bearer {{managementToken}}' },
      { key: 'Content-Type', value: 'application/json' },
    ],
    body: { mode: 'raw', raw: JSON.stringify(references) },
  },
  event: [script('prerequest', 'pm.variables.set("order", "order-7");')],
  ...more,
});
const options = {
  name: 'My options',
  event: [script('prerequest', 'pm.variables.set("mine", pm.collectionVariables.get("issued"));')],
  request: {
    method: 'GET',
    url: '{{baseUrl}}/v1/payout/options',
    header: [{ key: 'Authorization', value: 'Bearer {{mine}}' }],
  },
};
const keepToken = script('test', 'pm.collectionVariables.set("issued", pm.response.json().accessToken);');

function run(
  content: readonly object[] | object,
  env: Readonly<Record<string, string>> = settingsOf(work.sandbox, 'token'),
  ...args: string[]
): Promise<Outcome> {
  const parts = Array.isArray(content) ? { item: content } : content;
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(work.path('mine.json'), JSON.stringify({ info: { name: 'Mine', schema }, ...parts }));
  return work.run(['run', '--out', 'out', '--collection', 'mine.json', ...args], { env });
}

/** A server that fills in what a request lacks, where it must refuse it. */
const lenient = () =>
  httpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.stringify({ customerRef: 'filled', ...JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    const { authorization = '' } = request.headers;
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${work.sandbox.url}${request.url}`, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });

/** A line of a script that sends a request. */
const sends = (path: string) => `pm.sendRequest(pm.environment.get("baseUrl") + "${path}", () => {});`;

describe("a collection of the user's own", () => {
  it('is sent with its scripts, and its identity responses are judged', async () => {
    const first = payout({ event: [...payout().event, keepToken] });
    const { exitCode, report, stderr } = await run([{ name: 'Folder', item: [first, options] }]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(report!.cases.map(({ id }) => id)).toEqual([
      'collection.folder.my-payout-token',
      'collection.folder.my-options',
    ]);
    expect(
      report!.cases.map(({ title, theme, verdict, exchanges }) => [
        title,
        theme,
        verdict,
        exchanges[0]?.response?.status,
      ]),
    ).toEqual([
      ['My payout token', 'Folder', 'passed', 201],
      ['My options', 'Folder', 'passed', 200],
    ]);
    expect(JSON.parse(report!.cases[0]!.exchanges[0]!.request.body!)).toEqual({ ...references, orderRef: 'order-7' });
  });

  it('gets its management token by HMAC if none is configured', async () => {
    const { exitCode, report } = await run([payout()], settingsOf(work.sandbox, 'keys'));
    expect([exitCode, report!.cases.map(({ id, verdict }) => [id, verdict])]).toEqual([
      0,
      [
        ['collection.my-payout-token', 'passed'],
        ['hmac.documented', 'passed'],
      ],
    ]);
  });

  it('needs no credentials if it has its own, and does not show them', async () => {
    const { managementToken, publicKey } = work.sandbox.credentials;
    const variable = [{ key: 'managementToken', value: managementToken }];
    const { exitCode, report, stdout } = await run(
      { item: [payout()], variable },
      { IMBURSE_BASE_URL: work.sandbox.url },
    );
    expect([exitCode, report!.cases.map(({ id }) => id)]).toEqual([0, ['collection.my-payout-token']]);
    expect(JSON.stringify(report) + stdout).not.toContain(managementToken.slice(-20));
    expect(JSON.stringify(report)).not.toContain(publicKey);
  });

  it('has no verdict where a variable has no value, and says how to give it one', async () => {
    const { exitCode, report, stderr } = await run([payout()], { IMBURSE_BASE_URL: work.sandbox.url });
    expect([exitCode, report!.cases[0]!.reason]).toEqual([3, '{{managementToken}} went out without a value']);
    expect(stderr).toMatch(/^note: without a value: {{managementToken}}\n {2}next: set IMBURSE_MANAGEMENT_TOKEN, or /);
    expect(stderr).toContain('--environment');
  });

  it('fetches no token if none is used', async () => {
    const request = { ...payout().request, header: [{ key: 'Authorization', value: 'Bearer {{expiredToken}}' }] };
    const { report } = await run([payout({ request })], settingsOf(work.sandbox, 'keys'));
    expect(report!.cases.map(({ id, exchanges }) => [id, exchanges[0]?.response?.status])).toEqual([
      ['collection.my-payout-token', 401],
    ]);
  });

  it('runs against the embedded sandbox', async () => {
    expect((await run([payout()], {})).exitCode).toBe(0);
  });

  it('fails if a response breaks the contract', async () => {
    const broken = await startSandbox({ fault: 'expires-number' });
    const { exitCode, report } = await run([payout()], settingsOf(broken, 'token'));
    await broken.close();
    expect([exitCode, report?.verdict]).toEqual([1, 'broken']);
    expect(report!.cases[0]!.findings.map(({ rule }) => rule)).toContain('success-body');
  });

  it('has assertions of its own, which fail the run beside the contract and are in every report', async () => {
    const own = script('test', 'pm.test("is mine", () => pm.expect(1).to.eql(2));', 'pm.test("is fine", () => {});');
    const { exitCode, report, stdout } = await run([payout({ event: [...payout().event, own] })]);
    expect([exitCode, report!.verdict, report!.assertions]).toEqual([
      1,
      'held',
      { total: 2, failed: 1, skipped: 0, threw: 0 },
    ]);
    expect(report!.cases[0]!.assertions).toEqual([
      { name: 'is mine', result: 'failed', message: 'expected 1 to deeply equal 2' },
      { name: 'is fine', result: 'passed' },
    ]);
    expect(stdout).toContain('Contract held: 1 passed. 1 of your own 2 assertions failed.');
    const [junit, html, summary] = ['junit.xml', 'report.html', 'summary.md'].map((name) =>
      readFileSync(work.path('out', name), 'utf8'),
    );
    expect(junit).toMatch(/<testcase name="collection.my-payout-token: is mine"[^>]*>\s*<failure message="expected 1/);
    expect(junit).toMatch(/<testcase name="collection.my-payout-token: is fine"[^>]*\/>/);
    for (const text of [html, summary, stdout]) expect(text).toContain('is mine');
  });

  it('fails the run if a script throws, does not parse, or rejects a promise that nobody awaits', async () => {
    const scripts = ['undefinedFunction();', 'this is not a script', 'Promise.reject(new Error("lost"));'];
    const items = scripts.map((text, index) =>
      payout({ name: `script ${index}`, event: [...payout().event, script('test', text)] }),
    );
    const { exitCode, report } = await run(items);
    expect([exitCode, report!.verdict, report!.error]).toEqual([1, 'held', undefined]);
    expect(report!.cases.map(({ verdict, assertions = [] }) => [verdict, assertions[0]?.result])).toEqual(
      scripts.map(() => ['passed', 'threw']),
    );
    expect(report!.cases.map(({ assertions = [] }) => assertions[0]?.message)).toEqual([
      expect.stringContaining('undefinedFunction is not defined'),
      expect.stringContaining('SyntaxError'),
      expect.stringContaining('lost'),
    ]);
  });

  it.each<[string, object, number, RegExp]>([
    [
      'a request without a reference that gets a token',
      {
        ...payout(),
        request: { ...payout().request, body: { mode: 'raw', raw: '{"orderRef":"o","instructionRef":"i"}' } },
      },
      1,
      /Contract broken/,
    ],
    [
      'a path in a variable',
      { ...payout(), request: { ...payout().request, url: '{{baseUrl}}/{{path}}' } },
      0,
      /Contract held: 1 passed/,
    ],
  ])('judges what goes out: %s', async (_what, item, wanted, says) => {
    const server = await lenient();
    const settings = { ...settingsOf(work.sandbox, 'token'), IMBURSE_BASE_URL: server.url };
    const path = script('prerequest', 'pm.variables.set("path", "v1/identity/payout");');
    const { exitCode, stdout, report } = await run([{ ...item, event: [...payout().event, path] }], settings);
    expect([exitCode, stdout]).toEqual([wanted, expect.stringMatching(says)]);
    expect(report!.cases[0]!.exchanges[0]!.response!.status).toBe(201);
  });

  it('judges the requests of its scripts, and lists what is not a call of the contract', async () => {
    const own = script('test', sends('/health'), sends('/health?token=abc'), sends('/v1/payout/options'));
    const { exitCode, report, stdout } = await run([payout({ event: [...payout().event, own] })]);
    expect([exitCode, report!.notJudged]).toEqual([
      0,
      [{ reason: 'other-call', host: new URL(work.sandbox.url).host, method: 'GET', path: '/health', count: 2 }],
    ]);
    expect(report!.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['collection.my-payout-token', 'passed'],
      ['collection.my-payout-token.script-1', 'passed'],
    ]);
    expect(stdout).toContain('2 requests not judged: GET /health (2)');
  });

  it('tells what its scripts send from what it sends itself, also if both are on their way at once', async () => {
    const refused = 'pm.sendRequest("http://127.0.0.1:9/x", () => {});';
    const own = script('test', ...Array.from({ length: 5 }, () => sends('/v1/payout/options')), refused);
    const health = { name: 'health', request: { ...payout().request, method: 'GET', url: '{{baseUrl}}/health' } };
    const { report } = await run([{ ...health, event: [own] }]);
    const scripts = [1, 2, 3, 4, 5].map((number) => [`collection.health.script-${number}`, 'passed', 1]);
    expect(report!.cases.map(({ id, verdict, exchanges }) => [id, verdict, exchanges.length])).toEqual(scripts);
  });

  it('is never green if nothing of it was judged, whatever the case that fetches its token says', async () => {
    const health = { name: 'health', request: { ...payout().request, method: 'GET', url: '{{baseUrl}}/health' } };
    const { exitCode, report, stdout } = await run([health], settingsOf(work.sandbox, 'keys'));
    expect([exitCode, report!.cases.map(({ id, verdict }) => [id, verdict])]).toEqual([
      3,
      [['hmac.documented', 'passed']],
    ]);
    expect(stdout).toContain('No verdict: the collection sent no request that is a call of the contract.');
  });

  it('takes data, an environment, folders and variables as Newman does', async () => {
    writeFileSync(work.path('data.csv'), '\ufefforder,n\r\nfirst,1\r\nsecond,2\r\n');
    writeFileSync(work.path('env.json'), JSON.stringify({ name: 'e', values: [{ key: 'mine', value: 'customer' }] }));
    const body = { mode: 'raw', raw: '{"customerRef":"{{mine}}","orderRef":"{{order}}","instructionRef":"{{given}}"}' };
    const item = { ...payout({ event: [] }), request: { ...payout().request, body } };
    const { exitCode, report } = await run(
      { item: [{ name: 'Chosen', item: [item] }, payout({ name: 'Other' })] },
      settingsOf(work.sandbox, 'token'),
      ...['--iteration-data', 'data.csv', '--environment', 'env.json', '--folder', 'Chosen', '--env-var', 'given=yes'],
    );
    expect(report!.cases[0]!.reproduce).toMatch(/--environment env\.json .*--folder Chosen --env-var given=yes$/);
    expect([exitCode, report!.cases.map(({ id, exchanges }) => [id, exchanges[0]?.request.body])]).toEqual([
      0,
      [
        ['collection.chosen.my-payout-token', '{"customerRef":"customer","orderRef":"first","instructionRef":"yes"}'],
        [
          'collection.chosen.my-payout-token.iteration-2',
          '{"customerRef":"customer","orderRef":"second","instructionRef":"yes"}',
        ],
      ],
    ]);
  });

  it.each<[string, string[], RegExp]>([
    [
      'a secret on the command line',
      ['--env-var', 'managementToken=x'],
      /secret on the command line[\s\S]*IMBURSE_MANAGEMENT_TOKEN/,
    ],
    ['another secret', ['--global-var', 'apiKey=x'], /secret on the command line[\s\S]*--environment/],
    ['a variable without a value', ['--env-var', 'name'], /needs NAME=VALUE/],
    ['a folder that is not there', ['--folder', 'Nowhere'], /no folder or request "Nowhere"/],
    ['what is not an origin', ['--allow-origin', 'localhost'], /needs an origin/],
    ['production', ['--allow-origin', 'https://api.imbursepayments.com'], /names production/],
    ['a missing environment', ['--environment', 'nowhere.json'], /--environment: nowhere.json cannot be read/],
    ['a missing folder of files', ['--working-dir', 'nowhere'], /--working-dir/],
  ])('refuses %s', async (_what, args, says) => {
    const { exitCode, stderr } = await run([payout()], undefined, ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(says)]);
  });

  it('refuses its options without a collection', async () => {
    const { exitCode, stderr } = await work.run(['run', '--folder', 'x', '--target', 'embedded']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--folder needs --collection')]);
  });

  it('signs with the private key without having it', async () => {
    const signing = script(
      'prerequest',
      'const [nonce, time] = [pm.variables.replaceIn("{{$guid}}"), Math.floor(Date.now() / 1000)];',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a script
      'const text = `${pm.environment.get("publicKey")}:${nonce}:${time}:`;',
      'const key = CryptoJS.enc.Base64.parse(pm.environment.get("privateKey"));',
      'const signature = CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(text, key));',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a script
      'pm.variables.set("hmac", `Hmac ${text}${signature}`);',
      'console.log(pm.environment.get("privateKey"));',
    );
    const request = {
      method: 'POST',
      url: '{{baseUrl}}/v1/identity/hmac',
      header: [{ key: 'Authorization', value: '{{hmac}}' }],
    };
    const { exitCode, report, stderr } = await run(
      [{ name: 'sign', request, event: [signing] }],
      settingsOf(work.sandbox, 'keys'),
    );
    expect([
      exitCode,
      report!.cases.map(({ verdict, exchanges }) => [verdict, exchanges[0]?.response?.status]),
    ]).toEqual([0, [['passed', 201]]]);
    const { privateKey } = work.sandbox.credentials;
    for (let start = 0; start + 9 < privateKey.length; start += 9)
      expect(stderr).not.toContain(privateKey.slice(start, start + 9));
  });

  it('may repeat a request; each response counts', async () => {
    const again = script(
      'test',
      'const n = Number(pm.variables.get("n") ?? 0); pm.variables.set("n", n + 1);',
      'if (n < 2) pm.execution.setNextRequest("My payout token");',
    );
    const { exitCode, report } = await run([payout({ event: [...payout().event, again] })]);
    expect([exitCode, report!.cases[0]!.exchanges.map(({ attempt }) => attempt)]).toEqual([0, [1, 2, 3]]);
  });

  it.each([
    ['an unknown name', 'pm.execution.setNextRequest("My optoins");', 'My optoins'],
    ['an unknown name in the old form', 'postman.setNextRequest("My optoins");', 'My optoins'],
    [
      'a request that --folder leaves out',
      'pm.execution.setNextRequest("Elsewhere");',
      'Elsewhere',
      '--folder',
      'Mine',
    ],
    ['a number', 'pm.execution.setNextRequest(7);', '7'],
  ])(
    'says that the iteration ends at a next request that is not in the run: %s',
    async (_name, line, asked, ...args) => {
      const first = payout({ event: [...payout().event, keepToken, script('test', line)] });
      const content = [
        { name: 'Mine', item: [first, options] },
        { name: 'Other', item: [{ ...options, name: 'Elsewhere' }] },
      ];
      const { exitCode, report, stderr } = await run(content, undefined, ...args);
      const says = `setNextRequest("${asked}") of "My payout token" ended the iteration: this run has no request of that name or id`;
      expect(stderr).toContain(`${says}\n  next: correct the name; Newman and Postman end the iteration too`);
      const reasons = report!.cases.slice(1).map(({ verdict, reason }) => [verdict, reason]);
      // Only requests that are announced are skipped.
      const skipped = args.length > 0 ? [] : ['My options', 'Elsewhere'].map(() => ['skipped', says]);
      expect([exitCode, reasons]).toEqual([0, skipped]);
    },
  );

  it.each([
    ['by name', 'pm.execution.setNextRequest("My options");'],
    ['by null', 'pm.execution.setNextRequest(null);'],
    [
      'by a name that a later script corrects',
      'pm.execution.setNextRequest("x"); pm.execution.setNextRequest("My options");',
    ],
  ])('says nothing of a next request that is set %s', async (_name, line) => {
    const first = payout({ event: [...payout().event, keepToken, script('test', line)] });
    const { exitCode, stderr } = await run([first, options]);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it('skips what its scripts do not send', async () => {
    const event = [script('prerequest', 'pm.execution.skipRequest();', 'pm.variables.set("order", "x");')];
    const { exitCode, report, stdout } = await run([payout({ event })]);
    expect([exitCode, report!.cases[0]!.verdict]).toEqual([3, 'skipped']);
    expect(stdout).toContain('1 of 1 skipped: its script skipped it: look for skipRequest in its scripts');
  });

  it('follows no redirect, which breaks the contract, and takes no token anywhere else', async () => {
    const other = await httpServer((_, response) => response.end('{}'));
    const server = await httpServer((_, response) =>
      response.writeHead(307, { Location: `${other.url}/v1/identity/payout` }).end(),
    );
    const { exitCode, report } = await run([payout()], {
      ...settingsOf(work.sandbox, 'token'),
      IMBURSE_BASE_URL: server.url,
    });
    const [{ exchanges, findings }] = report!.cases as [CaseResult];
    expect([exitCode, exchanges[0]!.response!.status, other.requests]).toEqual([1, 307, []]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'status',
        level: 'violation',
        evidence: 'C4',
        actual: `307 to ${other.url}/v1/identity/payout`,
      }),
    );
  });

  it('ends at its time limit if the target hangs', async () => {
    const server = await httpServer(() => undefined);
    const env = { ...settingsOf(work.sandbox, 'token'), IMBURSE_BASE_URL: server.url };
    const { exitCode, report } = await run([payout()], env, '--max-duration', '1');
    expect([exitCode, report?.stopped]).toEqual([3, 'deadline']);
  });

  it('leaves no secret in what it writes', async () => {
    const { report, stdout } = await run(
      [payout({ event: [...payout().event, keepToken] }), options],
      settingsOf(work.sandbox, 'both'),
    );
    const { managementToken, privateKey } = work.sandbox.credentials;
    for (const secret of [managementToken, privateKey])
      expect(JSON.stringify(report) + stdout).not.toContain(secret.slice(-20));
    expect(JSON.stringify(report)).not.toMatch(/eyJ[\w-]{20}/);
  });
});
