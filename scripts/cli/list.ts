import type { Command } from 'commander';
import { cases } from '../contract';
import { evidence } from '../contract/evidence';
import { rules } from '../judge/rules';
import type { Io } from '../lib/io';
import { example } from './command';

interface ListOptions {
  readonly rules?: true;
  readonly evidence?: true;
  readonly json?: true;
}

type Row = Readonly<Record<string, string | readonly string[]>>;

function rows(options: ListOptions): Row[] {
  if (options.rules) return rules.map(({ id, title, evidence: rests }) => ({ id, evidence: rests, title }));
  if (options.evidence)
    return Object.entries(evidence).map(([id, row]) => ({
      id,
      strength: row.strength,
      fact: row.fact,
      source: row.source,
    }));
  return cases.map(({ id, title, theme, tags, evidence: rests, needs }) => ({
    id,
    evidence: rests,
    tags,
    title,
    theme,
    needs,
  }));
}

/** Rows in aligned columns. */
function table(list: readonly Row[], columns: readonly string[]): string {
  const cell = (row: Row, column: string): string => [row[column] ?? ''].flat().join(',');
  const widths = columns.map((column) => Math.max(column.length, ...list.map((row) => cell(row, column).length)));
  const line = (cells: readonly string[]) =>
    cells.map((text, index) => (index === cells.length - 1 ? text : text.padEnd(widths[index]!))).join('  ');
  return [line(columns), ...list.map((row) => line(columns.map((column) => cell(row, column))))].join('\n');
}

export function define(command: Command, io: Io): void {
  command
    .option('--rules', 'list the rules')
    .option('--evidence', 'list the evidence')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => {
      const list = rows(options);
      const columns = options.rules
        ? ['id', 'evidence', 'title']
        : options.evidence
          ? ['id', 'strength', 'fact']
          : ['id', 'evidence', 'tags', 'title'];
      io.stdout.write(`${options.json ? JSON.stringify(list, null, 2) : table(list, columns)}\n`);
    });
  example(command, 'payout-contract list --evidence');
}
