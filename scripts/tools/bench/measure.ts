import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellQuote } from '../../lib/shell';

/** The resources that one process used. */
export interface Usage {
  /** From start to exit. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  /** From start to the first byte of output. */
  readonly firstOutputMs: number;
  readonly stdout: string;
}

export interface Command {
  /** Arguments for `node`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs on a terminal, where commands show their progress. Needs `script` from util-linux. */
  readonly terminal?: true;
}

/** Measures in several rounds, after one that warms up; `act` gets the name of the round. */
export async function repeated<T>(rounds: number, act: (round: string) => Promise<T>): Promise<T[]> {
  await act('warm-up');
  const results: T[] = [];
  for (let round = 1; round <= rounds; round += 1) results.push(await act(`round ${round} of ${rounds}`));
  return results;
}

/**
 * Runs a command and measures the whole process.
 *
 * @param folder its working directory
 * @throws Error with its output, if the exit code is not 0
 */
export async function measure({ args, env = {}, terminal }: Command, folder: string): Promise<Usage> {
  const usageFile = join(folder, 'usage.json');
  const started = performance.now();
  const node = [process.execPath, '-r', join(__dirname, 'usage.cjs'), ...args];
  const [file = '', ...rest] = terminal ? ['script', '-qfec', node.map(shellQuote).join(' '), '/dev/null'] : node;
  const child = spawn(file, rest, { cwd: folder, env: { PATH: process.env.PATH, USAGE_FILE: usageFile, ...env } });
  let stdout = '';
  let stderr = '';
  let firstOutputMs = Number.NaN;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout === '') firstOutputMs = performance.now() - started;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  const wallMs = performance.now() - started;
  if (code !== 0) throw new Error(`node ${args.join(' ')} exited with code ${code}\n${stdout}${stderr}`);
  return { wallMs, firstOutputMs, stdout, ...(JSON.parse(readFileSync(usageFile, 'utf8')) as object) } as Usage;
}
