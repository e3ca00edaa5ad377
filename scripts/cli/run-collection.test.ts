import { writeFileSync } from 'node:fs';
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

describe("a collection of the user's own", () => {
  it('is sent with its scripts, and its identity responses are judged', async () => {
    const first = payout({ event: [...payout().event, keepToken] });
    const { exitCode, report, stderr } = await run([{ name: 'Folder', item: [first, options] }]);
    expect([exitCode, stderr]).toEqual([0, '']);
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
        ['hmac.documented', 'passed'],
        ['collection.1', 'passed'],
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
    expect([exitCode, report!.cases.map(({ id }) => id)]).toEqual([0, ['collection.1']]);
    expect(JSON.stringify(report) + stdout).not.toContain(managementToken.slice(-20));
    expect(JSON.stringify(report)).not.toContain(publicKey);
  });

  it('demands the credentials that it uses', async () => {
    const { exitCode, stderr } = await run([payout()], { IMBURSE_BASE_URL: work.sandbox.url });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/managementToken\n {2}next: set IMBURSE_MANAGEMENT_/),
    ]);
  });

  it('fetches no token if none is used', async () => {
    const request = { ...payout().request, header: [{ key: 'Authorization', value: 'Bearer {{expiredToken}}' }] };
    const { report } = await run([payout({ request })], settingsOf(work.sandbox, 'keys'));
    expect(report!.cases.map(({ id, exchanges }) => [id, exchanges[0]?.response?.status])).toEqual([
      ['collection.1', 401],
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

  it('has assertions of its own, which are noted and say nothing about the contract', async () => {
    const event = [...payout().event, script('test', 'pm.test("mine", () => { throw new Error("no"); });')];
    const { exitCode, stderr } = await run([payout({ event })]);
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^note: 1 assertion .*\n$/)]);
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

  it('skips what its scripts do not send', async () => {
    const event = [script('prerequest', 'pm.execution.skipRequest();', 'pm.variables.set("order", "x");')];
    const { exitCode, report } = await run([payout({ event })]);
    expect([exitCode, report!.cases[0]!.verdict]).toEqual([3, 'skipped']);
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
        evidence: 'E1',
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
