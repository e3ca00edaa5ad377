import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root';
import type { Arena } from './arena';
import { type Figure, median } from './figures';
import { measure, repeated } from './measure';

/** The most that an import may cost a user's test: only that of the checker has an aim. */
const entries = { index: 30, node: undefined, sandbox: undefined, run: undefined } as const;

/** The CPU time of loading an entry, without that of starting Node. */
const program = (entry: string): string => `
  const before = process.cpuUsage();
  require(${JSON.stringify(join(packageRoot, 'dist/library', entry))});
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);`;

/** How long the entries of the library take to load. CPU time: it says the same on a machine that has other work. */
export async function libraryLoading(arena: Arena, rounds: number, say: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [entry, atMost] of Object.entries(entries)) {
    say(`loading the library: ${entry}`);
    const times = await repeated(rounds, async () => {
      const { stdout } = await measure({ args: ['-e', program(entry)] }, arena.folder);
      return Number(stdout);
    });
    figures.push({
      ...{ what: `loading the library, ${entry}, CPU time`, value: median(times), unit: 'ms', better: 'less' },
      ...(atMost !== undefined && { aim: { atMost } }),
      limit: 'parsing the code of the rules, and loading zlib and crypto of Node',
    });
  }
  return figures;
}
