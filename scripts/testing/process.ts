import { type ChildProcessWithoutNullStreams, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { exitCodes } from '../lib/exit-codes';
import { built } from './built';
import { checkWrittenReport } from './valid-report';

/** The command line in a separate process. */
export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** The output so far. */
  readonly written: { stdout: string; stderr: string };
  /** The exit code, once the process has ended and all its output has been read. */
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcessWithoutNullStreams>();

/** Ends the processes that a failed test left behind. */
export function killProcesses(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts the built command line in a folder, in an environment without settings. */
export function startCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
  stdio?: StdioOptions,
): CliProcess {
  return startNode([...nodeOptions, built('dist/cli.js')], args, cwd, env, stdio);
}

/** The same for any `program`, the arguments for Node. */
export function startNode(
  program: readonly string[],
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  stdio: StdioOptions = 'pipe',
): CliProcess {
  const options = { cwd, env: { PATH: process.env.PATH, ...env }, stdio };
  const child = spawn(process.execPath, [...program, ...args], options) as ChildProcessWithoutNullStreams;
  running.add(child);
  const written = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    if (code !== exitCodes.usage) checkWrittenReport(args, cwd, '');
    return code as number | null;
  });
  return { child, written, ended };
}
