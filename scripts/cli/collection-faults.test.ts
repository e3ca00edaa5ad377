import { writeFileSync } from 'node:fs';
import { startSandbox } from '../sandbox';
import { settingsOf } from '../testing/cli';
import { sandboxWorkplace } from '../testing/sandbox-workplace';

const work = sandboxWorkplace();
const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

const script = (listen: string, ...exec: string[]) => ({ listen, script: { type: 'text/javascript', exec } });
const references = { customerRef: 'customer', orderRef: 'order', instructionRef: 'instruction' };
const json = { key: 'Content-Type', value: 'application/json' };
const bearer = (name: string) => ({ key: 'Authorization', value: `Bearer {{${name}}}` });
const raw = (body: unknown) => ({ mode: 'raw', raw: typeof body === 'string' ? body : JSON.stringify(body) });

/** The payout call as people write it in Postman: with text, parts, inherited auth, or a script. */
const token = {
  plain: (body: unknown = references) => ({
    name: 'Token',
    request: {
      method: 'POST',
      url: '{{baseUrl}}/v1/identity/payout',
      header: [bearer('managementToken'), json],
      body: raw(body),
    },
  }),
  parts: () => ({
    name: 'Token from parts',
    request: {
      method: 'POST',
      url: {
        host: ['{{baseUrl}}'],
        path: ['v1', ':service', 'payout'],
        variable: [{ key: 'service', value: 'identity' }],
      },
      auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{managementToken}}', type: 'string' }] },
      header: [json],
      body: raw(references),
    },
  }),
  scripted: () => ({
    name: 'Token by a script',
    event: [
      script(
        'prerequest',
        'pm.sendRequest({ url: pm.environment.get("baseUrl") + "/v1/identity/payout", method: "POST",',
        'header: { Authorization: "Bearer " + pm.environment.get("managementToken"), "Content-Type": "application/json" },',
        `body: { mode: "raw", raw: ${JSON.stringify(JSON.stringify(references))} } }, () => {});`,
      ),
    ],
    request: { method: 'GET', url: '{{baseUrl}}/health' },
  }),
  with: (name: string, body: unknown = references) => ({
    name: `Token with ${name}`,
    request: { method: 'POST', url: '{{baseUrl}}/v1/identity/payout', header: [bearer(name), json], body: raw(body) },
  }),
};
const keep = script('test', 'pm.collectionVariables.set("issued", pm.response.json().accessToken);');
const options = {
  name: 'Options',
  request: { method: 'GET', url: '{{baseUrl}}/v1/payout/options', header: [bearer('issued')] },
};
const failing = (...exec: string[]) => ({ ...token.plain(), event: [script('test', ...exec)] });

function run(item: readonly object[], settings: Readonly<Record<string, string>>) {
  writeFileSync(work.path('c.json'), JSON.stringify({ info: { name: 'x', schema }, item }));
  return work.run(['run', '--out', 'out', '--collection', 'c.json'], { env: settings });
}

describe('a fault of the target is found by a collection that shows it', () => {
  it.each<[fault: string, item: readonly object[], rule: string]>([
    ['expires-number', [token.plain()], 'success-body'],
    ['access-token-missing', [token.parts()], 'success-body'],
    ['access-token-snake-case', [token.scripted()], 'success-body'],
    ['access-token-opaque', [token.plain()], 'token-form'],
    ['alg-none', [token.parts()], 'token-form'],
    ['customer-ref-not-in-token', [token.scripted()], 'token-references'],
    ['order-ref-swapped-in-token', [token.plain()], 'token-references'],
    ['expires-an-hour-ago', [token.plain()], 'token-times'],
    ['exp-missing', [token.parts()], 'token-expiry'],
    ['missing-reference-500', [token.plain({ customerRef: 'c' })], 'server-error'],
    ['empty-reference-500', [token.plain({ ...references, orderRef: '' })], 'server-error'],
    ['long-reference-500', [token.plain({ ...references, orderRef: 'o'.repeat(51) })], 'server-error'],
    ['number-reference-500', [token.plain({ ...references, orderRef: 7 })], 'server-error'],
    ['unauthorised-with-status-403', [token.with('expiredToken')], 'status'],
    ['unauthorised-with-redirect', [token.with('expiredToken')], 'status'],
    ['references-lower-cased', [token.plain({ ...references, orderRef: 'ORDER' })], 'token-references'],
  ])('%s', async (fault, item, rule) => {
    const broken = await startSandbox({ fault });
    const { exitCode, report, stdout } = await run(item, settingsOf(broken, 'both'));
    await broken.close();
    expect([exitCode, report!.verdict]).toEqual([1, 'broken']);
    expect(report!.cases.flatMap(({ findings }) => findings.map((finding) => finding.rule))).toContain(rule);
    expect(stdout).toContain('Contract broken');
  });
});

describe('a fault of the collection itself is found', () => {
  it.each<[string, readonly object[], string]>([
    ['an assertion', [failing('pm.test("mine", () => pm.response.to.have.status(418));')], 'failed'],
    ['a legacy assertion', [failing('tests["mine"] = false;')], 'failed'],
    ['a script that throws', [failing('pm.response.json().nothing.at.all;')], 'threw'],
    ['a script that does not parse', [failing('if (')], 'threw'],
  ])('%s', async (_what, item, result) => {
    const { exitCode, report } = await run(item, settingsOf(work.sandbox, 'token'));
    expect([exitCode, report!.verdict]).toEqual([1, 'held']);
    expect(report!.cases[0]!.assertions!.map((each) => each.result)).toContain(result);
  });
});

describe('a correct collection is green', () => {
  it.each<[string, readonly object[]]>([
    ['a token and its options', [{ ...token.plain(), event: [keep] }, options]],
    ['every way to write the call', [token.plain(), token.parts(), token.scripted()]],
    [
      'requests that must be refused',
      [token.with('expiredToken'), token.plain({ customerRef: 'c' }), token.plain('{')],
    ],
  ])('%s', async (_what, item) => {
    const { exitCode, report, stdout } = await run(item, settingsOf(work.sandbox, 'token'));
    expect([exitCode, report!.verdict, report!.cases.map(({ verdict }) => verdict)]).toEqual([
      0,
      'held',
      report!.cases.map(() => 'passed'),
    ]);
    expect(stdout).toContain('Contract held');
  });
});
