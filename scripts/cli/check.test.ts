import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { checkWorkplace } from '../testing/check-workplace';
import { harEntry, harOf, payoutEntry, plainBody } from '../testing/har-entries';
import { SecretFinder } from '../testing/secret-parts';
import { httpServer } from '../testing/servers';
import { validReport } from '../testing/valid-report';

const work = checkWorkplace();
const { write, check } = work;

describe('check', () => {
  it('judges a HAR file, and lists what it did not judge', async () => {
    const health = await harEntry(`${work.sandbox.url}/health?key=1`, 'GET', {});
    const file = write(
      'good.har',
      harOf([await payoutEntry(work.sandbox), await payoutEntry(work.sandbox), health, health]),
    );
    const { exitCode, stdout, stderr, report } = await check([file]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('2 requests not judged: GET /health (2)');
    expect(stdout).toContain('Contract held: 2 exchanges of 2 kinds passed.');
    expect(report?.cases.map(({ id }) => id)).toEqual([
      'traffic:payout-token/open:unknown-credential',
      'traffic:payout-token/valid',
    ]);
    expect(readFileSync(work.path('out', 'report.html'), 'utf8')).toContain('/health (2)');
  });

  it('reads the latest report, which its own report replaces as the latest', async () => {
    const file = write('first.har', harOf([await payoutEntry(work.sandbox)]));
    await work.run(['check', file]);
    const { exitCode, stdout, stderr } = await work.run(['check', 'reports/latest/run.json']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Contract held: 1 exchange');
    rmSync(work.path('reports'), { recursive: true });
  });

  it('finds the files of a pattern that no shell expanded', async () => {
    for (const name of ['quoted-1.har', 'quoted-2.har']) write(name, harOf([await payoutEntry(work.sandbox)]));
    const { exitCode, stdout } = await check(['quoted-?.har']);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Contract held: 2 exchanges')]);
    const none = await check(['nothing-*.har']);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('no file matches nothing-*.har')]);
  });

  it('charges each host with its own findings', async () => {
    const missing = '{"orderRef":"o","instructionRef":"i"}';
    const entries = [
      await payoutEntry(work.sandbox),
      await payoutEntry(work.sandbox, missing),
      await payoutEntry(work.broken, missing),
    ];
    const file = write('two.har', harOf(entries));
    const { exitCode, stdout, report } = await check([file]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`Contract broken: 1 of 3 exchanges of 3 kinds failed (${work.broken.url}).`);
    expect(report?.traffic?.hosts.map(({ baseUrl, failed }) => [baseUrl, failed])).toEqual([
      [work.sandbox.url, 0],
      [work.broken.url, 1],
    ]);
    const chosen = await check([file], '--target', work.sandbox.url);
    expect([chosen.exitCode, chosen.report?.notJudged]).toMatchObject([0, [{ reason: 'other-target', count: 1 }]]);
  });

  it('reads the other forms', async () => {
    const missing = await payoutEntry(work.broken, '{"orderRef":"o","instructionRef":"i"}');
    const { request, response, startedDateTime } = missing;
    const line = {
      time: startedDateTime,
      request: { ...request, body: request.postData?.text },
      response: { ...response, body: response.content.text },
    };
    const files = [
      write('gzip.har', gzipSync(JSON.stringify(harOf([missing])))),
      write('utf16.har', Buffer.from(`\ufeff${JSON.stringify(harOf([missing]), null, 2)}`, 'utf16le')),
      write('mark.har', `\ufeff${JSON.stringify(harOf([missing]))}`),
      write('lines.ndjson', `${JSON.stringify(line)}\n\n${JSON.stringify(line)}\n`),
      write('array.json', JSON.stringify([line, missing], null, 2)),
      write('one.json', JSON.stringify(line, null, 2)),
    ];
    for (const file of files) {
      const { exitCode, report } = await check([file]);
      expect([file, exitCode, report?.cases.map(({ findings }) => findings[0]?.rule)]).toEqual([
        file,
        1,
        ['refusal-token', 'client-references'],
      ]);
    }
  });

  it('reads the report and the journal of a run', async () => {
    await work.run(
      ['run', '--case', 'refuse.customer-ref.missing', '--tag', 'smoke', '--target', work.broken.url, '--out', 'run'],
      {
        env: { IMBURSE_MANAGEMENT_TOKEN: work.broken.credentials.managementToken },
      },
    );
    const { exitCode } = await work.run(
      ['run', '--target', work.sandbox.url, '--engine', 'direct', '--tag', 'smoke', '--out', 'run'],
      {
        env: { IMBURSE_MANAGEMENT_TOKEN: work.sandbox.credentials.managementToken },
      },
    );
    expect(exitCode).toBe(0);
    for (const file of ['run/run.json', 'run/events.ndjson']) {
      const again = await check([file]);
      expect([again.exitCode, again.stderr, (again.report?.traffic?.judged ?? 0) > 0]).toEqual([0, '', true]);
    }
  });

  it.each<readonly [string, unknown, number, string]>([
    ['an empty file', '', 2, 'empty.har is empty'],
    ['a page', '<html></html>', 2, ':1:1 is not JSON: it looks like markup'],
    ['an archive', 'PK\u0003\u0004', 2, 'is a ZIP archive'],
    ['other JSON', '{"name":"x"}', 2, 'is neither a HAR file'],
    ['a collection', { info: {}, item: [] }, 2, 'is a Postman collection'],
    ['no entries', harOf([]), 3, ''],
    ['entries that are not objects', harOf([1, null, 'x']), 3, 'entry 1 cannot be read: request.url is missing'],
    [
      'a truncated file',
      '{"log":{"entries":[{"request":{"method":"GET","url":"http://a/"},"response":{}},{"req',
      3,
      'read 1 entry; the file ends inside entry 2',
    ],
    [
      'a value that is not JSON',
      '{"log":{"entries":[\n{"request": 01}]}}',
      3,
      'entry 1 is not JSON: a number is not written as JSON has it at line 2, column 13',
    ],
    ['a broken file', '{"log":{"entries":[}}', 3, 'unexpected character at line 1, column 20'],
    ['text after the end', `${JSON.stringify(harOf([]))}\ngarbage`, 3, 'read 0 entries; other text follows at line'],
    [
      'other JSON after the end',
      `${JSON.stringify(harOf([]))}{"foo":1}`,
      3,
      'read 0 entries; other text follows at line',
    ],
    ['a bomb of brackets', `{"log":{"entries":[${'['.repeat(50_000)}`, 3, 'nested too deeply'],
    ['a cut archive', gzipSync(JSON.stringify(harOf([]))).subarray(0, 30), 3, 'cannot be read'],
  ])('is never green for %s', async (_name, content, wanted, says) => {
    const file = write('empty.har', content);
    const { exitCode, stderr } = await check([file]);
    expect([exitCode, stderr]).toEqual([wanted, expect.stringContaining(says)]);
  });

  it.each<readonly [string, readonly string[], string]>([
    ['a file that does not exist', ['nope.har'], 'nope.har cannot be read: it does not exist'],
    ['a folder', ['folder'], 'folder cannot be read: it is a folder'],
    ['a file twice', ['x.har', 'x.har'], 'given more than once'],
    ['no file', [], "missing required argument 'files'"],
    ['an unknown target', ['x.har', '--target', 'embedded'], 'neither sandbox, production nor'],
    ['an unknown option', ['x.har', '--stict'], 'Did you mean --strict'],
  ])('refuses %s', async (_name, args, says) => {
    mkdirSync(work.path('folder'), { recursive: true });
    write('x.har', harOf([]));
    const { exitCode, stderr, stdout } = await work.run(['check', ...args]);
    expect([exitCode, stderr, stdout]).toEqual([2, expect.stringContaining(says), '']);
    expect(readdirSync(work.path())).not.toContain('reports');
  });

  it('reads standard input, and prints JSON', async () => {
    const stdin = JSON.stringify(harOf([await payoutEntry(work.sandbox)]));
    const { exitCode, stdout } = await work.run(['check', '-', '--json', '--reporter', 'console'], { stdin });
    expect([exitCode, validReport(JSON.parse(stdout)).source]).toEqual([0, 'standard input']);
  });

  it('shows no secret of a recording', async () => {
    const opaque = 'opaque-token-9f8e7d6c5b4a3f2e1d0c';
    const configured = ['marker-without-a-role-5353', 'marker-qzhjvwkxgfbt-6464'];
    const echo = await httpServer((_request, response) => {
      response.setHeader('content-type', 'application/json').writeHead(401);
      response.end(
        JSON.stringify({
          message: `no such token ${opaque}, unlike ${configured.join(' and ')}`,
          tail: opaque.slice(5),
        }),
      );
    });
    const headers = { authorization: `Bearer ${opaque}`, 'content-type': 'application/json' };
    const entries = [
      await payoutEntry(work.sandbox),
      await harEntry(`${echo.url}/v1/identity/payout`, 'POST', headers, plainBody),
      await harEntry(
        `${echo.url}/link/${Buffer.from('a secret key of thirty-two bytes').toString('base64')}`,
        'GET',
        {},
      ),
      await harEntry(`${echo.url}/v1/payout/options?access_token=${opaque}`, 'GET', {}),
    ];
    const token = JSON.parse(entries[0]!.response.content.text).accessToken as string;
    const env = { IMBURSE_NO_ROLE_TOKEN: configured[0], IMBURSE_EXPIRED_PAYOUT_TOKEN: configured[1] };
    const { stdout, stderr } = await work.run(['check', write('secret.har', harOf(entries)), '--out', 'out'], { env });
    const texts = [
      stdout,
      stderr,
      ...readdirSync(work.path('out')).map((name) => readFileSync(work.path('out', name), 'utf8')),
    ];
    const secrets = [
      opaque,
      ...configured,
      token.split('.')[2]!,
      work.sandbox.credentials.managementToken.split('.')[2]!,
    ];
    const finder = new SecretFinder(
      secrets.map((secret) => ['a secret', secret] as const),
      [],
    );
    for (const text of texts) expect(finder.find('output', text)).toEqual([]);
  });
});
