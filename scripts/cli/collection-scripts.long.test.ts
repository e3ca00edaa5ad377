import type { CaseResult } from '../report/types';
import { settingsOf } from '../testing/cli';
import { collectionRunner, keepToken, options, payout, script, sends } from '../testing/own-collection';
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
  it('runs against the embedded sandbox', async () => {
    expect((await run([payout()], {})).exitCode).toBe(0);
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
