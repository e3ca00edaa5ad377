import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../http';
import { packageRoot } from '../../lib/package-root';
import type { RunReport } from '../../report/types';
import { type Arena, builtCli, collectionFile } from './arena';
import { type Command, measure, type Usage } from './measure';

export const contestants = ['stock newman', 'run, newman', 'run, direct', 'bare undici'] as const;
export type Contestant = (typeof contestants)[number];

const newmanBin = join(packageRoot, 'node_modules', 'newman', 'bin', 'newman.js');
/** Requests in flight: the default, and the number for measuring throughput without Newman. */
const [byDefault, many] = [8, 32] as const;
const inFlight = (passes: number): number => (passes > 1 ? many : byDefault);

/** Every case, which leaves exploring out: the others send no more than the suite. */
export const casesOnly = ['--case', '*'] as const;

/** The measurements of one process that sent requests. */
export interface Sending extends Usage {
  readonly exchanges: number;
  /** Requests in flight. */
  readonly atOnce: number;
  /** Exchanges per second. If there are several passes, the first one is not counted, because it includes the start. */
  readonly perSecond: number;
}

/** The command that starts stock Newman. */
export const stockNewman = ({ environmentFile }: Arena, collection: string, passes = 1): Command => ({
  args: [newmanBin, 'run', collection, '-e', environmentFile, '-n', String(passes)],
});

/** The command that starts the harness. */
export const harness = ({ settings }: Arena, ...args: readonly string[]): Command => ({
  args: [builtCli, ...args],
  env: settings,
});

/** Sends the whole suite a number of times. */
export const sendSuite: Readonly<Record<Contestant, (arena: Arena, passes: number) => Promise<Sending>>> = {
  'stock newman': async (arena, passes) => {
    const usage = await measure(stockNewman(arena, collectionFile, passes), arena.folder);
    const exchanges = Number(/requests\s*│\s*(\d+)/.exec(usage.stdout)?.[1]);
    // The half second before the first request does not matter for thousands of them.
    return { ...usage, exchanges, atOnce: 1, perSecond: exchanges / (usage.wallMs / 1000) };
  },
  'run, newman': (arena, passes) => sendWith(arena, passes, 'newman', byDefault),
  'run, direct': (arena, passes) => sendDirect(arena, passes),
  'bare undici': async ({ requestsFile, folder }, passes) => {
    const args = [join(__dirname, 'bare-undici.cjs'), requestsFile, String(passes), String(inFlight(passes))];
    const usage = await measure({ args, env: { NODE_PATH: join(packageRoot, 'node_modules') } }, folder);
    const { exchanges, sent, durationMs }: Record<string, number> = JSON.parse(usage.stdout);
    return { ...usage, exchanges: exchanges!, atOnce: inFlight(passes), perSecond: sent! / (durationMs! / 1000) };
  },
};

/** Sends the suite with the direct engine, in a process with these options of Node. */
export const sendDirect = (arena: Arena, passes: number, nodeOptions?: readonly string[]): Promise<Sending> =>
  sendWith(arena, passes, 'direct', inFlight(passes), nodeOptions);

async function sendWith(
  arena: Arena,
  passes: number,
  engine: EngineName,
  atOnce: number,
  nodeOptions: readonly string[] = [],
): Promise<Sending> {
  const out = join(arena.folder, engine);
  const options = ['--engine', engine, '--out', out, '--concurrency', String(atOnce)];
  const extent = passes > 1 ? ['--repeat', String(passes)] : casesOnly;
  const { args, env } = harness(arena, 'run', ...options, ...extent);
  const usage = await measure({ args: [...nodeOptions, ...args], ...(env && { env }) }, arena.folder);
  const { load, cases, durationMs }: RunReport = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
  const sent = load?.sent ?? cases.length;
  return {
    ...{ ...usage, atOnce },
    exchanges: cases.length + (load?.sent ?? 0),
    perSecond: sent / ((load?.durationMs ?? durationMs) / 1000),
  };
}
