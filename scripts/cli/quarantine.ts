import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { cases } from '../contract';
import { writeFileAtomic } from '../lib/atomic-write';
import { calledAs } from '../lib/called-as';
import { outputProblemText } from '../lib/file-problem';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { shellQuote } from '../lib/shell';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';
import { isDay, utcDay } from '../report/quarantine';
import { addEntries } from '../report/quarantine-add';
import { example } from './command';
import { readQuarantineFile } from './known-deviations';
import { readReport } from './report-input';

interface AddOptions {
  readonly from: string;
  readonly file: string;
  readonly until: string;
  readonly owner: string;
  readonly reason: string;
  readonly allCases?: true;
}

/** The last day of an entry, which is not over yet. */
function checkDay(until: string): void {
  const next = 'give a day such as --until 2027-03-31';
  if (!isDay(until)) throw new UserError(`--until: "${until}" is not a valid date`, next);
  if (until < utcDay(new Date())) throw new UserError(`--until: ${until} is in the past`, next);
}

function checkTexts(options: AddOptions): void {
  for (const name of ['owner', 'reason'] as const)
    if (options[name].trim() === '') throw new UserError(`--${name} must not be empty`, `--${name} TEXT`);
}

async function add({ from, file, until, owner, reason, allCases }: AddOptions, io: Io): Promise<void> {
  const { report } = readReport(from, io.cwd);
  const known = cases.map(({ id }) => id);
  const before = existsSync(resolve(io.cwd, file)) ? readQuarantineFile(file, io.cwd, known) : [];
  const { entries, added, renewed } = addEntries(report, before, { owner, reason, expires: until }, allCases === true);
  if (added + renewed === 0)
    throw new UserError(
      `nothing to add: ${from} has no failing finding that ${file} does not cover`,
      'choose another run with --from',
    );
  try {
    await writeFileAtomic(resolve(io.cwd, file), `${jsonText({ schemaVersion: 1, quarantine: entries }, 2)}\n`);
  } catch (error) {
    throw new UserError(`${file} cannot be written: ${outputProblemText(error)}`, 'choose another file with --file');
  }
  const what = `${added} added, ${renewed} renewed, ${entries.length} in all`;
  const shown = visible(file);
  io.stdout.write(`${shown}: ${what}\nNext: ${calledAs(io.env)} run --quarantine ${shellQuote(shown)}\n`);
}

export function define(command: Command, io: Io): void {
  const adding = command
    .command('add')
    .description('add an entry for each finding that fails a run')
    .option('--from <dir>', 'folder of the run', 'reports/latest')
    .option('--file <file>', 'the quarantine file; created if it does not exist', 'quarantine.json')
    .requiredOption('--until <date>', 'last day on which the entries apply (UTC, YYYY-MM-DD)')
    .requiredOption('--owner <name>', 'who is responsible for the fix')
    .requiredOption('--reason <text>', 'why the deviation is accepted')
    .option('--all-cases', 'add one entry per rule that covers all cases, instead of one per case')
    .action(async (options: AddOptions) => {
      checkDay(options.until);
      checkTexts(options);
      await add(options, io);
    });
  const line = (tool: string): string[] => [
    `${tool} quarantine add --from reports/latest --until 2027-03-31 --owner "payments team" --reason "comes with release 7"`,
  ];
  example(adding, io, line);
  example(command, io, line);
}
