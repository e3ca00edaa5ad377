import { type Command, Option } from 'commander';
import { cases } from '../contract';
import { evidence } from '../contract/evidence';
import type { Io } from '../lib/io';
import { columns } from '../lib/text-layout';
import { UserError } from '../lib/user-error';
import { checkSelection, isSelected, listed } from '../run/selection';
import { example, selectionOptions } from './command';

interface ListOptions {
  readonly tag?: readonly string[];
  readonly grep?: string;
  readonly case?: readonly string[];
  readonly rules?: true;
  readonly evidence?: true;
  readonly json?: true;
}

type ListRow = Readonly<Record<string, string | readonly string[]>>;

function rows(options: ListOptions): ListRow[] {
  if (options.rules) {
    // Loaded only here: reading the rules takes longer than the rest of the command.
    const { clientRules } = require('../judge/client/rules') as typeof import('../judge/client/rules');
    const { rules } = require('../judge/rules') as typeof import('../judge/rules');
    return [
      ...rules.map(({ id, title, evidence: rests }) => ({ id, about: 'server', evidence: rests, title })),
      ...clientRules.map(({ id, title, evidence: rests }) => ({ id, about: 'client', evidence: rests, title })),
    ];
  }
  if (options.evidence)
    return Object.entries(evidence).map(([id, row]) => ({
      id,
      strength: row.strength,
      fact: row.fact,
      source: row.source,
    }));
  const selection = { grep: options.grep, tags: listed(options.tag), ids: listed(options.case) };
  checkSelection(cases, selection);
  const selected = cases.filter((each) => isSelected(each, selection));
  if (selected.length === 0)
    throw new UserError('no case matches all of the options', (tool) => `${tool} list shows all ids, titles and tags`);
  return selected.map(({ id, title, theme, tags, evidence: rests, needs }) => ({
    id,
    evidence: rests,
    tags,
    title,
    theme,
    needs,
  }));
}

const table = (list: readonly ListRow[], names: readonly string[]): string =>
  columns([names, ...list.map((row) => names.map((name) => [row[name] ?? ''].flat().join(',')))]);

export function define(command: Command, io: Io): void {
  selectionOptions(command)
    .addOption(
      new Option('--rules', 'list the rules instead of the cases').conflicts(['evidence', 'tag', 'grep', 'case']),
    )
    .addOption(new Option('--evidence', 'list the evidence instead of the cases').conflicts(['tag', 'grep', 'case']))
    .option('--json', 'print JSON')
    .action((options: ListOptions) => {
      const list = rows(options);
      const names = options.rules
        ? ['id', 'about', 'evidence', 'title']
        : options.evidence
          ? ['id', 'strength', 'fact']
          : ['id', 'evidence', 'tags', 'title'];
      io.stdout.write(`${options.json ? JSON.stringify(list, null, 2) : table(list, names)}\n`);
    });
  example(command, io, (tool) => [`${tool} list --tag input --case 'refuse.order-ref.*'`, `${tool} list --evidence`]);
}
