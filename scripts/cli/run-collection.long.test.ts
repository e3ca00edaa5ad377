import { writeFileSync } from 'node:fs';
import { settingsOf } from '../testing/cli';
import { collectionRunner, keepToken, options, payout, script, sends } from '../testing/own-collection';
import { sandboxWorkplace } from '../testing/sandbox-workplace';
import { closedUrl, httpServer } from '../testing/servers';

const work = sandboxWorkplace();
const run = collectionRunner(work);

describe("a collection of the user's own", () => {
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

  it('fetches no token if none is used', async () => {
    const request = { ...payout().request, header: [{ key: 'Authorization', value: 'Bearer {{expiredToken}}' }] };
    const { report } = await run([payout({ request })], settingsOf(work.sandbox, 'keys'));
    expect(report!.cases.map(({ id, exchanges }) => [id, exchanges[0]?.response?.status])).toEqual([
      ['collection.my-payout-token', 401],
    ]);
  });

  it('tells what its scripts send from what it sends itself, also if both are on their way at once', async () => {
    const refused = `pm.sendRequest("${await closedUrl()}/x", () => {});`;
    const own = script('test', ...Array.from({ length: 5 }, () => sends('/v1/payout/options')), refused);
    const health = { name: 'health', request: { ...payout().request, method: 'GET', url: '{{baseUrl}}/health' } };
    const { report } = await run([{ ...health, event: [own] }]);
    const sent = report!.cases.map(({ verdict, exchanges }) => `${verdict} ${exchanges.length}`);
    expect(sent.sort()).toEqual(['errored 0', ...Array(5).fill('passed 1')]);
    const ids = [1, 2, 3, 4, 5, 6].map((number) => `collection.health.script-${number}`);
    expect(report!.cases.map(({ id }) => id)).toEqual(ids);
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

  it('ends at its time limit if the target hangs', async () => {
    const server = await httpServer(() => undefined);
    const env = { ...settingsOf(work.sandbox, 'token'), IMBURSE_BASE_URL: server.url };
    const { exitCode, report } = await run([payout()], env, '--max-duration', '1');
    expect([exitCode, report?.stopped]).toEqual([3, 'deadline']);
  });
});
