import { readFileSync } from 'node:fs';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox';
import { makeWorkplace, type Outcome, settingsOf } from '../testing/cli';

const work = makeWorkplace();
let sandbox: Sandbox;

afterEach(() => sandbox?.close());
afterAll(work.remove);

const ids = ['accept.documented', 'refuse.order-ref.missing', 'auth.missing'];
const selection = ids.flatMap((id) => ['--case', id]);

async function runAt(server: SandboxOptions, ...args: string[]) {
  sandbox = await startSandbox(server);
  return work.run(['run', '--engine', 'direct', '--out', 'out', ...selection, ...args], { env: settingsOf(sandbox) });
}

describe('an accepted record', () => {
  const accept = (server: Sandbox, file: string) =>
    work.run(['accept', '--engine', 'direct', '--record', file], { env: settingsOf(server) });
  const read = (file: string): string => readFileSync(work.path(file), 'utf8');
  let accepting: Sandbox;
  let accepted: Outcome;

  beforeAll(async () => {
    accepting = await startSandbox();
    accepted = await accept(accepting, 'accepted.json');
  });
  afterAll(() => accepting.close());

  it('is written, and holds no secret', () => {
    expect([accepted.exitCode, accepted.stdout]).toEqual([0, expect.stringContaining('Recorded  accepted.json')]);
    expect(read('accepted.json')).toContain('payout-token.success.status');
    for (const secret of [accepting.credentials.privateKey, accepting.credentials.publicKey, 'eyJ'])
      expect(read('accepted.json')).not.toContain(secret);
  });

  it.each([
    ['the same server', {}, 0],
    ['a server that answers 200 for 201', { status: 200 }, 1],
    ['a server with the other envelope', { envelope: 'E2' }, 1],
  ] as const)('is compared with what a run sees at %s', async (_name, server, expected) => {
    const { exitCode, report, stdout } = await runAt(server, '--baseline', 'accepted.json');
    expect(exitCode).toBe(expected);
    expect(report!.drift!.length > 0).toBe(expected === 1);
    expect(report!.summary.violations).toBe(0);
    if (expected === 1) expect(stdout).toContain(report!.drift![0]!.aspect);
  });

  it('is not made of a run in which the contract does not hold', async () => {
    sandbox = await startSandbox({ fault: 'call-not-offered' });
    const { exitCode, stderr } = await accept(sandbox, 'other.json');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('nothing was recorded')]);
    expect(() => read('other.json')).toThrow('ENOENT');
  });
});
