import { readFileSync, writeFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { collectionRunner, keepToken, options, payout, references, script } from '../testing/own-collection';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const run = collectionRunner(work);

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

  it.each([
    ['a body that is missing', { mode: 'file', file: { src: 'missing.json' } }, 'missing.json'],
    ['a body elsewhere', { mode: 'file', file: { src: '/etc/hostname' } }, '/etc/hostname'],
    [
      'a hidden file in a form',
      { mode: 'formdata', formdata: [{ key: 'a', type: 'file', src: '.hidden' }] },
      '.hidden',
    ],
  ])('has no verdict where a request goes out without its file: %s', async (_what, body, path) => {
    writeFileSync(work.path('.hidden'), 'x');
    const { exitCode, report } = await run([payout({ request: { ...payout().request, body } })]);
    const { verdict, reasonKind, reasonAbout, exchanges } = report!.cases[0]!;
    expect([exitCode, verdict, reasonKind, reasonAbout]).toEqual([3, 'inconclusive', 'file-missing', path]);
    expect(exchanges[0]!.request.body ?? '').toBe('');
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

  it('names a variable as it is written, wherever it was sent without a value, and says a common obstacle once', async () => {
    const request = { method: 'POST', url: 'http://{{apiHost}}/{{Version}}', header: [] };
    const body = { mode: 'raw', raw: '{"password": "{{MyPassword}}"}' };
    const old = script('prerequest', 'tests["old"] = true;');
    const items = [1, 2, 3].map((number) => ({ name: `Elsewhere ${number}`, event: [old], request }));
    const last = { name: 'Here', request: { ...request, url: '{{baseUrl}}/login', body } };
    const { exitCode, report, stderr } = await run([...items, last]);
    expect(exitCode).toBe(3);
    expect(report!.cases.map(({ reason }) => reason)).toEqual(
      items.map(() => 'not sent: its host needs a value for {{apiHost}}'),
    );
    expect(report!.notJudged).toMatchObject([
      { reason: 'no-value', count: 3 },
      { reason: 'other-call', count: 1 },
    ]);
    expect(stderr).toContain('note: without a value: {{apiHost}}, {{MyPassword}}\n');
    expect(stderr.match(/its host needs a value for/g)).toHaveLength(2);
    expect(stderr).toContain('note: 2 more times: not sent: its host needs a value for {{apiHost}}\n');
  });

  it('shows what a variable about a secret holds, such as the URL of a token', async () => {
    const variable = [{ key: 'tokenUrl', value: 'https://auth.example/v1/identity/payout' }];
    const { exitCode, report } = await run({ item: [payout()], variable });
    expect([exitCode, report!.cases[0]!.exchanges[0]!.request.url]).toEqual([
      0,
      expect.stringMatching(/\/v1\/identity\/payout$/),
    ]);
  });

  it.each<[string, object, string[]]>([
    ['a variable in its host has no value', { name: 'Last', request: { url: 'http://{{hsot}}/{{path}}' } }, []],
    ['it is empty', { name: 'Last' }, []],
    ['its URL cannot be one', { name: 'Last', request: { url: '{{baseUrl}}:port/x' } }, []],
    ['it goes to another origin', { name: 'Last', request: { url: 'http://other.example/health' } }, []],
    ['it goes to production', { name: 'Last', request: { url: 'https://api.imbursepayments.com/health' } }, []],
    [
      'its URL names a call, and only its folder runs',
      { name: 'Last', request: { method: 'POST', url: 'http://other.example/v1/identity/payout' } },
      ['--folder', 'Folder'],
    ],
  ])('has no verdict if one of its requests was not sent: %s', async (_why, last, args) => {
    const { exitCode, report } = await run([{ name: 'Folder', item: [payout(), last] }], undefined, ...args);
    expect([exitCode, report!.cases.map(({ id, verdict }) => [id, verdict])]).toEqual([
      3,
      [
        ['collection.folder.my-payout-token', 'passed'],
        ['collection.folder.last', 'errored'],
      ],
    ]);
  });

  it('has no verdict if a request of its scripts was not sent, and names what would send it', async () => {
    const path = '/hook/abc?key=abc';
    const own = script('test', ...Array(3).fill(`pm.sendRequest("http://other.example:9${path}", () => {});`));
    const { exitCode, report, stdout } = await run([payout({ event: [...payout().event, own] })]);
    expect([exitCode, report!.cases.map(({ id, verdict }) => [id, verdict])]).toEqual([
      3,
      [
        ['collection.my-payout-token', 'passed'],
        ['collection.my-payout-token.script-1', 'errored'],
      ],
    ]);
    expect(report!.notJudged).toMatchObject([{ reason: 'other-origin', host: 'other.example:9', count: 3 }]);
    expect(stdout).toContain('to send it, add --allow-origin http://other.example:9');
  });

  it("names the secrets of Postman's vault, which Newman does not have, and says how to give them", async () => {
    writeFileSync(work.path('vault.json'), JSON.stringify({ values: [{ key: 'vault:id', value: 'from-a-file' }] }));
    const asks = script('prerequest', 'pm.variables.set("key", pm.vault.get("apiKey"));');
    const may = script('prerequest', 'if (pm.vault) pm.vault.get("unused");');
    const header = [...payout().request.header, { key: 'X-Correlation-ID', value: '{{vault:id}}' }];
    const own = payout({ request: { ...payout().request, header }, event: [may, ...payout().event] });
    const content = [own, { name: 'Folder', event: [asks], item: [{ ...options, name: 'In it' }] }];
    const { exitCode, report, stderr } = await run(content, undefined, '--environment', 'vault.json');
    expect([exitCode, report!.assertions]).toEqual([1, { total: 0, failed: 0, skipped: 0, threw: 1 }]);
    expect(report!.cases[0]!.exchanges[0]!.request.headers).toMatchObject({ 'X-Correlation-ID': 'from-a-file' });
    expect(stderr).toContain(
      'without a value: pm.vault "apiKey"; only Postman has a vault\n  next: put the secret into',
    );
    expect(stderr).not.toContain('unused');
  });

  it('is green beside a request to an origin that the user allows', async () => {
    const other = await httpServer((_, response) => response.end('x'));
    const elsewhere = { name: 'Elsewhere', request: { url: `${other.url}/health` } };
    const { exitCode, report } = await run([payout(), elsewhere], undefined, '--allow-origin', other.url);
    expect([exitCode, report!.notJudged, other.requests]).toMatchObject([
      0,
      [{ reason: 'other-target', count: 1 }],
      ['GET /health'],
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
});
