import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../cli/main';
import { exitCodes } from '../lib/exit-codes';
import type { RunReport } from '../report/types';
import type { Sandbox } from '../sandbox';
import { checkWrittenReport } from './valid-report';

/** The result of one command line. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** `run.json` of the folder `out`, if the command wrote one. */
  readonly report: RunReport | undefined;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly tty?: boolean;
  /** The content of standard input. */
  readonly stdin?: string;
  /** Called with each text as it is written to standard output. */
  readonly onOutput?: (text: string) => void;
  /** Called once the command listens to signals, with a function that raises one. */
  readonly onListening?: (raise: (signal: 'SIGINT' | 'SIGTERM') => void) => void;
}

/** A temporary working directory in which command lines run as `cli.ts` would run them. */
export interface Workplace {
  readonly cwd: string;
  readonly path: (...parts: string[]) => string;
  readonly run: (args: readonly string[], options?: CliOptions) => Promise<Outcome>;
  readonly remove: () => void;
}

export function makeWorkplace(): Workplace {
  const cwd = mkdtempSync(join(tmpdir(), 'cli-'));
  const path = (...parts: string[]): string => join(cwd, ...parts);
  const run = async (args: readonly string[], options: CliOptions = {}): Promise<Outcome> => {
    rmSync(path('out', 'run.json'), { force: true });
    const written = { stdout: '', stderr: '' };
    const exitCode = await main(args, {
      env: options.env ?? {},
      cwd,
      stdout: {
        write: (text) => {
          written.stdout += text;
          options.onOutput?.(text);
        },
        ...(options.tty && { isTTY: true, columns: 100 }),
      },
      stderr: {
        write: (text) => {
          written.stderr += text;
        },
      },
      ...(options.stdin !== undefined && { stdin: Readable.from([options.stdin]) }),
      onSignal: (listener) => {
        options.onListening?.(listener);
        return () => undefined;
      },
    });
    // It has the exit code of a run without a verdict, which a test may expect for another reason.
    if (/^internal error:/m.test(written.stderr)) throw new Error(written.stderr);
    // A refused command line writes nothing, so any file there is the test's own.
    if (exitCode !== exitCodes.usage) checkWrittenReport(args, cwd, written.stdout);
    const file = path('out', 'run.json');
    const report: RunReport | undefined = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
    return { exitCode, ...written, report };
  };
  return { cwd, path, run, remove: () => rmSync(cwd, { recursive: true }) };
}

/** The settings of a partner of this sandbox; `keys` leaves the management token to the HMAC exchange. */
export function settingsOf(
  { url, credentials }: Sandbox,
  how: 'keys' | 'token' | 'both' = 'keys',
): Record<string, string> {
  const { managementToken, publicKey, privateKey, accountId, tenantId, expiredToken, noRoleToken, expiredPayoutToken } =
    credentials;
  return {
    IMBURSE_BASE_URL: url,
    ...(how !== 'keys' && { IMBURSE_MANAGEMENT_TOKEN: managementToken }),
    ...(how !== 'token' && { IMBURSE_PUBLIC_KEY: publicKey, IMBURSE_PRIVATE_KEY: privateKey }),
    IMBURSE_ACCOUNT_ID: accountId,
    IMBURSE_TENANT_ID: tenantId,
    IMBURSE_EXPIRED_TOKEN: expiredToken,
    IMBURSE_NO_ROLE_TOKEN: noRoleToken,
    IMBURSE_EXPIRED_PAYOUT_TOKEN: expiredPayoutToken,
  };
}
