import { nightly } from '../main';

/** What one command line of the nightly job did. */
export interface JobOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How long it would have waited, each time, in milliseconds. */
  readonly waits: readonly number[];
}

/** Runs one command line of the nightly job at some time, without waiting. */
export async function runJob(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  now = '2026-03-10T13:41:00Z',
): Promise<JobOutcome> {
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
