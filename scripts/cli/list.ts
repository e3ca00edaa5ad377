import type { Command } from 'commander';
import { cases } from '../contract';
import { evidence } from '../contract/evidence';
import { rules } from '../judge/rules';
import type { Io } from '../lib/io';
import { columns } from '../lib/text-layout';
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

const table = (list: readonly Row[], names: readonly string[]): string =>
  columns([names, ...list.map((row) => names.map((name) => [row[name] ?? ''].flat().join(',')))]);

export function define(command: Command, io: Io): void {
  command
    .option('--rules', 'list the rules')
    .option('--evidence', 'list the evidence')
    .option('--json', 'print JSON')
    .action((options: ListOptions) => {
      const list = rows(options);
      const names = options.rules
        ? ['id', 'evidence', 'title']
        : options.evidence
          ? ['id', 'strength', 'fact']
          : ['id', 'evidence', 'tags', 'title'];
      io.stdout.write(`${options.json ? JSON.stringify(list, null, 2) : table(list, names)}\n`);
    });
  example(command, 'payout-contract list --evidence');
}
