import { startSandbox } from '../sandbox';
import { makeWorkplace } from '../testing/cli';
import { cannotListen } from './listening';

const work = makeWorkplace();
afterAll(() => work.remove());

const servers: readonly (readonly [who: string, command: readonly string[]])[] = [
  ['the sandbox', ['sandbox', '--max-duration', '1']],
  ['the proxy', ['proxy', '--target', 'sandbox', '--max-duration', '1', '--out', 'out']],
];

describe.each(servers)('%s', (who, command) => {
  it('says once that its port is in use, and what to do', async () => {
    const other = await startSandbox();
    const { port } = new URL(other.url);
    const { exitCode, stdout, stderr } = await work.run([...command, '--port', port]).finally(other.close);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      `error: ${who} cannot listen on 127.0.0.1, port ${port}: something else listens there (EADDRINUSE)\n  next: use another --port (0 chooses a free one)\n`,
    );
  });

  it.each([
    ['an address of another machine', '192.0.2.1', 'this machine does not have that address (EADDRNOTAVAIL)'],
    ['a name that is not known', 'no.such.host.invalid', 'the host name was not found'],
  ])('says what is wrong with %s', async (_name, host, says) => {
    const { exitCode, stderr } = await work.run([...command, '--port', '0', '--host', host]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`cannot listen on ${host}, port 0: ${says}`)]);
    expect(stderr).toContain('next: use --host 127.0.0.1, or 0.0.0.0 for all addresses');
  });

  it.each(['', ' ', '*', 'http://127.0.0.1', '127.0.0.1:80', '[::1]:80', 'a b'])(
    'refuses %j as --host',
    async (host) => {
      const { exitCode, stdout, stderr } = await work.run([...command, '--port', '0', '--host', host]);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain('The port belongs in --port.');
    },
  );
});

it('takes an IPv6 address with or without brackets', async () => {
  const args = ['sandbox', '--port', '0', '--max-duration', '1', '--host'];
  const outcomes = [await work.run([...args, '[::1]']), await work.run([...args, '::1'])];
  // A machine may have no IPv6.
  for (const { exitCode, stdout, stderr } of outcomes)
    expect([exitCode, stdout + stderr]).toEqual(
      exitCode === 0
        ? [0, expect.stringContaining('listening on http://[::1]:')]
        : [2, expect.stringContaining('cannot listen on ::1, port 0')],
    );
});

it.each<[number, string, string, string]>([
  [80, 'EACCES', 'permission denied (EACCES)', 'use a --port from 1024 (0 chooses a free one)'],
  [8080, 'EACCES', 'permission denied (EACCES)', 'use another --port (0 chooses a free one)'],
  [8080, 'EOTHER', 'EOTHER', 'use another --port (0 chooses a free one), or another --host'],
])('explains port %i and %s', (port, code, says, next) => {
  const error = cannotListen('it', { host: 'localhost', port }, Object.assign(new Error('listen'), { code }));
  expect([error.message, error.remedy]).toEqual([`it cannot listen on localhost, port ${port}: ${says}`, next]);
});
