import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageInfo, packageRoot } from '../../lib/package-root';
import { columns } from '../../lib/text-layout';
import { openArena } from './arena';
import { figureTable, isMet } from './figures';
import { measureAll } from './suite';

/**
 * `npm run bench [-- --rounds N --exchanges N --memory N --partners N]`: measures, prints the tables and writes the
 * figures to a file.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      exchanges: { type: 'string', default: '5000' },
      memory: { type: 'string', default: '100000' },
      partners: { type: 'string', default: '600' },
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
    const { rows, figures } = await measureAll(arena, plan, (text) => process.stderr.write(`${text}\n`));
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
  } finally {
    arena.close();
  }
}

void main();
