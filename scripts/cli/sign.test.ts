import { writeFileSync } from 'node:fs';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
  work.remove();
});

/** Sends a request with the header that was printed. */
async function send(printed: string, body?: string): Promise<number> {
  const [name = '', value = ''] = printed.trimEnd().split(/: (.*)/s);
  const response = await fetch(`${sandbox.url}/v1/identity/hmac`, {
    method: 'POST',
    headers: { [name]: value },
    ...(body !== undefined && { body }),
  });
  return response.status;
}

const body = '{"a": "ü"}\n';

describe('sign', () => {
  it('prints a header that a server accepts, once', async () => {
    const { exitCode, stdout, stderr } = await work.run(['sign'], { env: settingsOf(sandbox) });
    expect(exitCode).toBe(0);
    expect(await send(stdout)).toBe(201);
    expect(await send(stdout)).toBe(401);
    expect(stderr).toMatch(/^note: .*within 5 minutes/);
    expect(stdout + stderr).not.toContain(sandbox.credentials.privateKey.slice(0, 9));
  });

  it.each([
    ['a file', ['--body', 'body.json'], {}],
    ['standard input', ['--body', '-'], { stdin: body }],
  ])('signs the body of %s, byte for byte', async (_name, args, options) => {
    writeFileSync(work.path('body.json'), body);
    const { stdout } = await work.run(['sign', ...args], { env: settingsOf(sandbox), ...options });
    expect(await send(stdout, body)).toBe(201);
    const other = await work.run(['sign', ...args], { env: settingsOf(sandbox), ...options });
    expect(await send(other.stdout, body.trimEnd())).toBe(401);
  });

  it('prints JSON', async () => {
    const { stdout } = await work.run(['sign', '--json'], { env: settingsOf(sandbox) });
    const { authorization, validUntil } = JSON.parse(stdout) as Record<string, string>;
    expect(await send(`Authorization: ${authorization}`)).toBe(201);
    expect(Date.parse(validUntil ?? '')).toBeGreaterThan(Date.now());
  });

  it.each([
    ['no key pair', [], {}, 'sign needs a key pair'],
    ['a missing file', ['--body', 'none.json'], undefined, '--body: '],
    ['a terminal', ['--body', '-'], undefined, 'standard input is a terminal'],
  ])('refuses %s', async (_name, args, env, message) => {
    const { exitCode, stdout, stderr } = await work.run(['sign', ...args], { env: env ?? settingsOf(sandbox) });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain('next: ');
  });
});
