import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { lockFolder } from '../lib/folder-lock';
import type { RunReport } from '../report/types';
import { makeWorkplace } from '../testing/cli';
import { byNode, type Partner } from '../testing/client-programs';
import { present } from '../testing/present';
import { doubledPunctuation } from '../testing/punctuation';
import { rightByCurl, rightClients } from '../testing/right-clients';
import { wrongClients } from '../testing/wrong-clients';

const work = makeWorkplace();
afterAll(() => work.remove());

const hasCurl = present(spawnSync('curl', ['--version']).status === 0, 'curl');

/** Runs a client against a sandbox that judges it, and ends the sandbox by a signal. */
async function judge(client: (partner: Partner) => Promise<unknown>, ...more: readonly string[]) {
  let printed = '';
  let raise: ((signal: 'SIGINT' | 'SIGTERM') => void) | undefined;
  let failure: unknown;
  const outcome = await work.run(['sandbox', '--port', '0', '--report', 'out', ...more], {
    onListening: (give) => {
      raise = give;
    },
    onOutput: (text) => {
      const first = printed === '';
      printed += text;
      if (!first) return;
      const setting = (name: string): string => new RegExp(`IMBURSE_${name}=(\\S+)`).exec(text)?.[1] ?? '';
      const partner: Partner = {
        ...{ url: setting('BASE_URL'), publicKey: setting('PUBLIC_KEY'), privateKey: setting('PRIVATE_KEY') },
        ...{ accountId: setting('ACCOUNT_ID'), tenantId: setting('TENANT_ID'), expiredToken: setting('EXPIRED_TOKEN') },
      };
      client(partner)
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => raise?.('SIGINT'));
    },
  });
  if (failure !== undefined) throw failure;
  const [, told = ''] = outcome.stdout.split('as they occur:\n');
  return { ...outcome, told: told.trim() };
}

const clientFindings = (report: RunReport | undefined) =>
  (report?.cases ?? []).flatMap(({ findings }) => findings).filter(({ level }) => level === 'client');

/** The findings that accuse the sandbox. */
const accusations = (report: RunReport | undefined) =>
  (report?.cases ?? [])
    .flatMap(({ findings }) => findings)
    .filter(({ level }) => level === 'violation' || level === 'deviation' || level === 'warning');

describe('a client that is wrong in one way', () => {
  it('is one of at least thirty', () => {
    expect(wrongClients.length).toBeGreaterThanOrEqual(30);
  });

  it.each(wrongClients.filter(({ needsCurl }) => !needsCurl || hasCurl))(
    'is told so in the first line: $name',
    async ({ says, evidence, run, sandbox }) => {
      const { exitCode, told, report } = await judge(run, ...(sandbox ? ['--fault', sandbox] : []));
      const [line = ''] = told.split('\n');
      expect(line).toMatch(says);
      expect(line).toContain(`(${evidence})`);
      // The first line of the ending names it too.
      expect(told.split('\n').find((each) => /^[✗✓?] (?!client:|sandbox:)/.test(each))).toMatch(says);
      expect(exitCode).toBe(1);
      expect(accusations(report)).toEqual([]);
      expect(doubledPunctuation(told)).toEqual([]);
      expect(new Set(clientFindings(report).map(({ message }) => message)).size).toBe(1);
      expect(report).toMatchObject({ side: 'both', verdict: 'broken', complete: true, engine: 'sandbox' });
    },
    60_000,
  );
});

describe('a client that is right', () => {
  it.each(hasCurl ? [...rightClients, rightByCurl] : rightClients)(
    'is not accused: $name',
    async ({ run, sandbox }) => {
      const { exitCode, told, report } = await judge(run, ...(sandbox ? ['--fault', sandbox] : []));
      expect(clientFindings(report)).toEqual([]);
      expect(told).toMatch(/^✓ The client made no mistake in \d+ requests\.\n/);
      expect(exitCode).toBe(0);
    },
    60_000,
  );
});

describe('--side', () => {
  const right = rightClients[0]!.run;
  const wrong = wrongClients.find(({ evidence }) => evidence === 'R2')!.run;

  it.each([
    ['server', wrong, undefined, 0],
    ['client', wrong, undefined, 1],
    ['client', right, 'expires-seconds', 0],
    ['server', right, 'expires-seconds', 1],
    ['both', right, 'expires-seconds', 1],
  ] as const)('%s decides whose mistakes count (case %#)', async (side, client, fault, wanted) => {
    const { exitCode, told, report } = await judge(client, '--side', side, ...(fault ? ['--fault', fault] : []));
    expect(exitCode).toBe(wanted);
    expect(report?.side).toBe(side);
    // Whatever counts, both are reported, and each is charged with its own.
    expect(clientFindings(report).length > 0).toBe(client === wrong);
    expect(accusations(report).length > 0).toBe(fault !== undefined);
    expect(/✓ The client made no mistake/.test(told)).toBe(client === right);
    expect(/The sandbox \(with expires-seconds\) breaks the contract/.test(told)).toBe(fault !== undefined);
  });
});

describe('what a client sends', () => {
  it('cannot write to the terminal, and no secret of it is shown', async () => {
    let secrets: string[] = [];
    const { stdout, exitCode } = await judge(async (partner) => {
      secrets = [partner.privateKey];
      const headers = {
        Authorization: `Bearer ${partner.privateKey}`,
        'User-Agent': '<b>\u009b31m',
        'x-account-id': partner.privateKey,
      };
      await byNode(partner, { path: '/v1/identity/payout?access_token=%1b[31m', headers, body: '\u001b[31m' });
    });
    const [, told = ''] = stdout.split('as they occur:\n');
    expect(exitCode).toBe(1);
    const files = ['run.json', 'events.ndjson', 'junit.xml', 'report.html', 'summary.md'];
    const written = files.map((name) => readFileSync(work.path('out', name), 'utf8'));
    for (const text of [told, ...written]) {
      for (const secret of secrets) expect(text).not.toContain(secret.slice(0, 9));
      expect(text).not.toMatch(/[\u001b\u009b]/);
    }
  });
});

describe('the options of sandbox', () => {
  it.each([
    [['--side', 'client'], '--side has no effect without --report'],
    [['--list-faults'], "option '--list-faults' cannot be used with option '--port <n>'"],
    [['--report', 'file/below'], '--report: '],
    [['--host', '192.0.2.1'], 'cannot listen on 192.0.2.1'],
    [['--host', 'no such host'], 'Give an address such as 127.0.0.1'],
  ])('%j are refused', async (args, message) => {
    writeFileSync(work.path('file'), '');
    const { exitCode, stderr } = await work.run(['sandbox', '--port', '0', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('say what to do about a folder that is in use', async () => {
    mkdirSync(work.path('out'), { recursive: true });
    const release = lockFolder(work.path('out'), 'out');
    const { exitCode, stderr } = await work.run(['sandbox', '--port', '0', '--report', 'out']);
    release();
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('next: wait until it ends, or use another folder')]);
  });

  it('let other containers reach it, and say so', async () => {
    const served = await work.run(['sandbox', '--port', '0', '--host', '0.0.0.0', '--max-duration', '1']);
    expect(served.stderr).toContain('other machines can reach the sandbox');
    expect(served.stdout).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+/);
    const quiet = await work.run(['sandbox', '--port', '0', '--max-duration', '1']);
    expect(quiet.stderr).toBe('');
  });

  it('end it after a while; if nobody called, there is no verdict', async () => {
    const { exitCode, stdout } = await work.run(['sandbox', '--port', '0', '--report', 'out', '--max-duration', '1']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('No requests were received, so nothing is known about the client.');
  });
});
