import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageInfo, packageRoot } from '../../lib/package-root';
import { visible } from '../../lib/terminal-text';
import { columns } from '../../lib/text-layout';
import { openArena } from './arena';
import { figureTable, isMet } from './figures';
import { addToHistory } from './history';
import { measureAll } from './suite';
import { slowdowns, slowdownText } from './trend';

/**
 * `npm run bench [-- --rounds N --exchanges N --memory N --partners N --history DIR]`: measures, prints the tables and
 * writes the figures to a file; adds it to the history, and warns of what got slower.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      exchanges: { type: 'string', default: '5000' },
      memory: { type: 'string', default: '100000' },
      partners: { type: 'string', default: '600' },
      history: { type: 'string' },
    },
  });
  const plan = {
    rounds: Number(values.rounds),
    exchanges: Number(values.exchanges),
    memory: Number(values.memory),
    partners: Number(values.partners),
  };
  const arena = await openArena();
  try {
    const { rows, figures, failed } = await measureAll(arena, plan, (text) => process.stderr.write(`${text}\n`));
    const machine = {
      node: process.version,
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
    };
    const at = new Date().toISOString();
    const folder = join(packageRoot, 'reports', 'bench');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${at.replaceAll(/[:.]/g, '-')}.json`);
    writeFileSync(
      file,
      `${JSON.stringify({ at, version: packageInfo().version, machine, plan, rows, figures }, null, 2)}\n`,
    );
    const aimed = figures.filter(({ aim }) => aim !== undefined);
    process.stdout.write(`${columns(rows)}\n\n${figureTable(figures)}\n\n${file}\n`);
    process.stdout.write(`${aimed.filter(isMet).length} of ${aimed.length} aims met\n`);
    if (failed.length > 0) {
      process.stderr.write(`error: not measured: ${failed.join(', ')} (see above)\n`);
      process.exitCode = 1;
    }
    if (values.history !== undefined) warn(addToHistory(values.history, file));
  } finally {
    arena.close();
  }
}

/** Says which figures got worse; GitHub shows such a line with the run. */
function warn({ runs, unreadable }: ReturnType<typeof addToHistory>): void {
  const start = process.env.GITHUB_ACTIONS ? '::warning title=Slower::' : 'warning: ';
  for (const name of unreadable)
    process.stderr.write(`note: ${visible(name)} in the history is not a run, so it is ignored\n`);
  for (const slowdown of slowdowns(runs)) process.stdout.write(`${start}${visible(slowdownText(slowdown))}\n`);
}

void main();
