import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import { type Arena, builtCli } from './arena';
import { casesOnly } from './contestants';
import { type Figure, median, medianRatio } from './figures';
import { type Command, measure, repeated, type Usage } from './measure';

const seed = ['--seed', '1'] as const;
const direct = ['--engine', 'direct'] as const;

/** npm, where it started the benchmark; it starts the program from its source. */
const npm = process.env.npm_execpath;
const fromSource = (...args: readonly string[]): Command => ({
  args: [
    '-r',
    join(packageRoot, 'scripts/tools/ts-node/register.cjs'),
    join(packageRoot, 'scripts/cli.ts'),
    'run',
    ...args,
  ],
});
const built = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Command => ({
  args: [builtCli, 'run', ...args],
  env,
});

/** What is measured in turn, by a name. Without settings the target is the embedded sandbox. */
const commandsOf = ({ settings }: Arena) =>
  ({
    'npm start':
      npm === undefined ? fromSource(...seed) : { args: [npm, '--prefix', packageRoot, 'start', '--', ...seed] },
    'from source': fromSource(...seed),
    'from source, cases only': fromSource(...seed, ...casesOnly),
    'built, all reports': built({}, ...seed),
    'embedded, cases only': built({}, ...seed, ...casesOnly, ...direct),
    'embedded, 2,000 explored': built({}, ...seed, ...direct, '--explore', '2000'),
    'another process, cases only': built(settings, ...seed, ...casesOnly, ...direct),
    'another process, 2,000 explored': built(settings, ...seed, ...direct, '--explore', '2000'),
  }) satisfies Record<string, Command>;
type What = keyof ReturnType<typeof commandsOf>;

/** Whole runs as users start them, and what exploring adds to them. */
export async function wholeRuns(arena: Arena, rounds: number, say: (text: string) => void): Promise<Figure[]> {
  const commands = commandsOf(arena);
  const names = Object.keys(commands) as What[];
  const measured = await repeated(rounds, async (round) => {
    const usages: [What, Usage][] = [];
    for (const name of names) {
      say(`whole runs, ${round}: ${name}`);
      const { args, env = {} }: Command = commands[name];
      usages.push([name, await measure({ args: [...args, '--out', join(arena.folder, 'whole')], env }, arena.folder)]);
    }
    return Object.fromEntries(usages) as Record<What, Usage>;
  });
  const cpu = (name: What): number[] => measured.map((usages) => usages[name].cpuMs);
  const wall = (name: What): number => median(measured.map((usages) => usages[name].wallMs));
  const added = (name: What, less: What): number =>
    median(cpu(name).map((value, round) => (value - cpu(less)[round]!) / 1000));
  const figure = (what: string, value: number, unit: string, atMost: number, limit: string): Figure => ({
    ...{ what, value, unit, limit },
    ...{ better: 'less', aim: { atMost } },
  });
  return [
    figure(
      'CPU time of npm start / the same without exploring',
      medianRatio(cpu('from source'), cpu('from source, cases only')),
      '×',
      1.5,
      'code that V8 has not optimised yet: 1,400 requests are too few to warm it up',
    ),
    figure(
      'exploring 2,000 requests, CPU time with the embedded sandbox',
      added('embedded, 2,000 explored', 'embedded, cases only'),
      's',
      2,
      'the same, and the sandbox in the same process',
    ),
    figure(
      'exploring 2,000 requests, CPU time of its own',
      added('another process, 2,000 explored', 'another process, cases only'),
      's',
      2,
      'composing, predicting, sending and judging each request',
    ),
    figure('npm start', wall('npm start') / 1000, 's', 2.5, 'Newman, exploring, and reading 300 source files'),
    figure('built run, embedded, all reports', wall('built, all reports') / 1000, 's', 1.1, 'Newman and exploring'),
  ];
}
