import { readFileSync, writeFileSync } from 'node:fs';
import type { CaseResult } from '../report/types';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { collectionRunner, keepToken, options, payout, references, script, sends } from '../testing/own-collection';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const run = collectionRunner(work);

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

  it('has no verdict where a variable has no value, and says how to give it one', async () => {
    const { exitCode, report, stderr } = await run([payout()], { IMBURSE_BASE_URL: work.sandbox.url });
    expect([exitCode, report!.cases[0]!.reason]).toEqual([3, '{{managementToken}} was sent without a value']);
    expect(stderr).toMatch(/^note: without a value: {{managementToken}}\n {2}next: set IMBURSE_MANAGEMENT_TOKEN, or /);
    expect(stderr).toContain('--environment');
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

  it('may repeat a request; each response counts', async () => {
    const again = script(
      'test',
      'const n = Number(pm.variables.get("n") ?? 0); pm.variables.set("n", n + 1);',
      'if (n < 2) pm.execution.setNextRequest("My payout token");',
    );
    const { exitCode, report } = await run([payout({ event: [...payout().event, again] })]);
    expect([exitCode, report!.cases[0]!.exchanges.map(({ attempt }) => attempt)]).toEqual([0, [1, 2, 3]]);
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
