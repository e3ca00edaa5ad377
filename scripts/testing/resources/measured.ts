import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliProcess, startCli } from '../process';

/** What one process used, from its start to its end. */
export interface Used {
  readonly exitCode: number | null;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** A process that writes down what it uses. */
export interface MeasuredProcess extends CliProcess {
  readonly used: Promise<Used>;
}

const preload = join(__dirname, '../../tools/bench/usage.cjs');

/** Starts the built command line, and measures the whole process. */
export function startMeasured(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): MeasuredProcess {
  const file = join(cwd, 'usage.json');
  const started = startCli(args, cwd, { ...env, USAGE_FILE: file }, ['-r', preload]);
  const used = started.ended.then((exitCode) => ({ exitCode, ...JSON.parse(readFileSync(file, 'utf8')) }) as Used);
  return { ...started, used };
}
