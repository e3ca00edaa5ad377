import { nightly } from '../main';

/** The result of one command line of the nightly job. */
export interface JobResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The pauses that it requested, in milliseconds. */
  readonly waits: readonly number[];
}

/** Runs one command line of the nightly job at a given time; pauses are recorded, not waited for. */
export async function runJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  now = '2026-03-10T13:41:00Z',
): Promise<JobResult> {
  const written = { stdout: '', stderr: '' };
  const waits: number[] = [];
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const exitCode = await nightly(args, {
    env,
    now: () => Date.parse(now),
    wait: async (ms) => {
      waits.push(ms);
    },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { exitCode, ...written, waits };
}
