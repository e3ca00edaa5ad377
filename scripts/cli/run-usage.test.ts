import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, type Workplace } from '../testing/cli';
import { doubledPunctuation } from '../testing/punctuation';

const guid = '2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11';
const token = 'a-management-token';
/** Of no real key: base64 of `{"alg":"none"}.{"sub":"nobody"}` and a made-up signature. */
const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ';

let work: Workplace;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => {
  work = makeWorkplace();
});
afterEach(() => work.remove());

/** Wrong usage: exit code 2 and a word on standard error; nothing is sent, nothing is written. */
async function refused(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const credentials = { IMBURSE_BASE_URL: sandbox.url, IMBURSE_MANAGEMENT_TOKEN: token };
  const { exitCode, stdout, stderr } = await work.run(['run', ...args], { env: { ...credentials, ...env } });
  const printed = args.includes('--json') ? expect.stringContaining('"error":') : '';
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: printed });
  expect(stderr).toMatch(/^error: /);
  expect(doubledPunctuation(stderr)).toEqual([]);
  expect(sandbox.requests).toHaveLength(0);
  expect(existsSync(work.path('reports'))).toBe(false);
  return stderr;
}

/** As `refused`, with a remedy. */
async function refusedWithRemedy(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const stderr = await refused(args, env);
  expect(stderr).toMatch(/^error: .+\n {2}next: .+\n$/);
  return stderr;
}

describe('wrong options are refused before anything is sent', () => {
  it.each<[string, string[], string]>([
    ['an unknown option, with the near one', ['--retires', '3'], '--retries'],
    ['an argument too many', ['everything'], 'too many arguments'],
    ['an option without its value', ['--target'], 'argument missing'],
    ['a timeout that is not a number', ['--timeout', 'soon'], '--timeout'],
    ['a timeout of nothing', ['--timeout', '0'], 'from 1'],
    ['a timeout in exponents', ['--timeout', '1e3'], '--timeout'],
    ['a maximum duration that is not a number', ['--max-duration', ''], '--max-duration'],
    ['retries below zero', ['--retries', '-1'], '--retries'],
    ['half a retry', ['--retries', '0.5'], '--retries'],
    ['no concurrency', ['--concurrency', '0'], 'from 1'],
    ['a rate of zero', ['--rate', '0'], 'above 0'],
    ['a rate that is not a number', ['--rate', '5/s'], '--rate'],
    ['a rate beyond numbers', ['--rate', 'Infinity'], '--rate'],
    ['a fractional seed', ['--seed', '1.5'], '--seed'],
    ['an unknown engine', ['--engine', 'curl'], 'newman'],
  ])('%s', async (_what, args, said) => {
    const stderr = await refused(args);
    expect(stderr).toContain(said);
    expect(stderr).toMatch(
      /\n {2}next: (?:give each value with the name of its option: )?payout-contract run --help\n$/,
    );
  });

  it.each<[string, string[], string]>([
    ['an unknown case', ['--case', 'accept.everything'], 'accept.everything'],
    ['a text that no case has', ['--grep', 'nothing has this text'], 'no case has "nothing has this text"'],
    ['a tag that no case has', ['--tag', 'smokes'], 'there is no tag "smokes"; did you mean "smoke"?'],
    ['a pattern that no case matches', ['--case', 'acept.*'], 'no case matches "acept.*"'],
    ['selections that exclude each other', ['--tag', 'hmac', '--case', 'auth.missing'], 'no case is selected'],
    ['an unknown reporter', ['--reporter', 'console,xml'], '"xml"'],
    ['no reporter', ['--reporter', ''], 'at least one name'],
    ['a list of no reporters', ['--reporter', ' , '], 'at least one name'],
    ['an unknown target', ['--target', 'nonsense'], '"nonsense"'],
    ['a target of another scheme', ['--target', 'ftp://127.0.0.1'], 'http'],
    ['plain HTTP beyond this machine', ['--target', 'http://sandbox-api.example'], 'plain HTTP'],
    ['plain HTTP to a name that only looks like this machine', ['--target', 'http://127.0.0.1.example'], 'plain HTTP'],
    ['a target with a query', ['--target', 'https://sandbox-api.example/?a=b'], 'query'],
    ['production', ['--target', 'production'], '--allow-production'],
    ['what did not pass in a run that is not there', ['--last-failed', 'nowhere'], 'there is no run in nowhere'],
    ['what did not pass, if there was no run', ['--last-failed'], 'there is no run in reports/latest'],
    ['more lines of what is not printed', ['--verbose', '--json'], '--verbose needs the console'],
    ['fewer lines of what is not printed', ['--quiet', '--reporter', 'json'], '--quiet needs the console'],
    ['flaky cases without a retry', ['--fail-on-flaky', '--retries', '0'], 'finds nothing with --retries 0'],
    ['a load that is cut short', ['--duration', '9', '--max-duration', '9'], 'before --duration is over'],
    ['a seed for a collection', ['--seed', '1', '--collection', 'mine.json'], '--seed applies to'],
    ['production by its URL', ['--target', 'https://api.imbursepayments.com'], '--allow-production'],
  ])('%s', async (_what, args, said) => {
    expect(await refusedWithRemedy(args)).toContain(said);
  });

  it.each(['https://user:hunter2-hunter2@sandbox-api.example', 'https://hunter2-hunter2@sandbox-api.example'])(
    'a target with credentials, which are not repeated: %s',
    async (url) => {
      expect(await refusedWithRemedy(['--target', url])).not.toContain('hunter2');
      expect(await refusedWithRemedy([], { IMBURSE_BASE_URL: url })).not.toContain('hunter2');
    },
  );

  it.each([
    ['alone', [jwt]],
    ['as a target', ['--target', jwt]],
    ['behind an equals sign', [`--grep=${jwt}`]],
    ['behind its scheme', ['--case', `Bearer ${jwt}`]],
    ['in a URL', ['--target', `https://sandbox-api.example/?access_token=${jwt}`]],
    ['without its signature', ['--target', jwt.split('.').slice(0, 2).join('.')]],
  ])('a token %s, which is not repeated', async (_where, args) => {
    const stderr = await refusedWithRemedy(args);
    expect(stderr).toContain('IMBURSE_MANAGEMENT_TOKEN');
    for (const part of jwt.split('.')) expect(stderr).not.toContain(part);
  });
});

describe('a place that cannot be written to is refused before anything is sent', () => {
  beforeEach(() => writeFileSync(work.path('file'), ''));

  it.each(['file', 'file/below', ...(existsSync('/proc/self') ? ['/proc/no-such-process/out'] : [])])(
    '%s',
    async (out) => {
      expect(await refusedWithRemedy(['--out', out])).toContain('cannot be used for the reports');
    },
  );

  it('a folder in the place of a report', async () => {
    mkdirSync(work.path('out', 'events.ndjson'), { recursive: true });
    expect(await refusedWithRemedy(['--out', 'out', '--reporter', 'ndjson'])).toContain('ndjson');
  });
});

describe('wrong settings are refused before anything is sent, and never repeated', () => {
  it.each<[string, Record<string, string>, string]>([
    ['an invalid base URL', { IMBURSE_BASE_URL: 'nonsense-value' }, 'IMBURSE_BASE_URL'],
    ['a token with its scheme', { IMBURSE_MANAGEMENT_TOKEN: 'Bearer nonsense-value' }, '"Bearer"'],
    ['a token in quotes', { IMBURSE_MANAGEMENT_TOKEN: '"nonsense-value"' }, 'quotes'],
    ['a token with a line break', { IMBURSE_MANAGEMENT_TOKEN: 'nonsense\nvalue' }, 'a space or a line break'],
    ['a public key alone', { IMBURSE_PUBLIC_KEY: 'nonsense-value' }, 'IMBURSE_PRIVATE_KEY is missing'],
    ['a private key alone', { IMBURSE_PRIVATE_KEY: 'bm9uc2Vuc2U=' }, 'IMBURSE_PUBLIC_KEY is missing'],
    ['a private key that is not base64', { IMBURSE_PUBLIC_KEY: 'k', IMBURSE_PRIVATE_KEY: 'nonsense-value' }, 'base64'],
    ['an account that is not a GUID', { IMBURSE_ACCOUNT_ID: 'nonsense-value', IMBURSE_TENANT_ID: guid }, 'GUID'],
    ['an account without its tenant', { IMBURSE_ACCOUNT_ID: guid }, 'IMBURSE_TENANT_ID is missing'],
    [
      'a file that is not there',
      { IMBURSE_MANAGEMENT_TOKEN: '', IMBURSE_MANAGEMENT_TOKEN_FILE: 'none' },
      'it does not exist',
    ],
  ])('%s', async (_what, env, said) => {
    const stderr = await refusedWithRemedy([], env);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/nonsense|bm9uc2Vuc2U=/);
  });

  it('an .env that others can read', async () => {
    writeFileSync(work.path('.env'), 'IMBURSE_MANAGEMENT_TOKEN=nonsense-value\n');
    chmodSync(work.path('.env'), 0o644);
    expect(await refusedWithRemedy([])).toContain('chmod 600');
  });

  it('no credentials at all', async () => {
    const env = { IMBURSE_MANAGEMENT_TOKEN: '' };
    expect(await refusedWithRemedy([], env)).toContain('IMBURSE_PRIVATE_KEY');
  });
});

describe('a collection that cannot be run is refused before anything is sent', () => {
  const request = (url: string) => ({ name: 'a', request: { method: 'POST', url } });

  it.each<[string, string | undefined, string]>([
    ['missing', undefined, 'it does not exist'],
    ['empty', '', 'mine.json:1:1 is not JSON: it is empty'],
    ['not JSON', '{"item": [', 'mine.json:1:11 is not JSON: it ends inside a list'],
    ['a list', '[]', 'not a Postman collection'],
    ['without requests', '{"info":{"name":"a"},"item":[{"name":"folder","item":[]}]}', 'no request'],
  ])('%s', async (_what, content, said) => {
    if (content !== undefined) writeFileSync(work.path('mine.json'), content);
    expect(await refusedWithRemedy(['--collection', 'mine.json'])).toContain(said);
  });

  const usable = JSON.stringify({ item: [request('{{baseUrl}}/v1/identity/payout')] });

  it.each([
    [['--grep', 'a'], '--grep'],
    [['--tag', 'smoke', '--case', 'accept.documented'], '--tag, --case'],
    [['--explore', '5'], '--explore'],
    [['--target', 'production', '--allow-production'], 'production'],
  ])('beside %j', async (args, said) => {
    writeFileSync(work.path('mine.json'), usable);
    expect(await refusedWithRemedy(['--collection', 'mine.json', ...args])).toContain(said);
  });

  it('a folder', async () => {
    expect(await refusedWithRemedy(['--collection', '.'])).toContain('no *.request.yaml');
  });
});
