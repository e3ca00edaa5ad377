import { spawnSync } from 'node:child_process';
import type { RunReport } from '../report/types';
import { makeWorkplace } from '../testing/cli';
import type { Partner } from '../testing/client-programs';
import { rightByCurl, rightClients } from '../testing/right-clients';
import { wrongClients } from '../testing/wrong-clients';

const work = makeWorkplace();
afterAll(() => work.remove());

const hasCurl = spawnSync('curl', ['--version']).status === 0;

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
  const [, told = ''] = outcome.stdout.split('as they come:\n');
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
