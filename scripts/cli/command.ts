import type { Command } from 'commander';
import { calledAs } from '../lib/called-as';
import type { Io } from '../lib/io';
import { repeatable } from './parse';

/** Sets the exit code. */
export type Finish = (exitCode: number) => void;

/** A command is a file that exports `define`, and an entry in `index.ts`. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => { readonly define: (command: Command, io: Io, finish: Finish) => void };
}

/** Adds working examples to the help of a command, as the user would type them. */
export function example(command: Command, { env }: Io, linesFor: (tool: string) => readonly string[]): void {
  const lines = linesFor(calledAs(env));
  command.addHelpText(
    'after',
    `\n${lines.length > 1 ? 'Examples' : 'Example'}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`,
  );
}

/** The options that select cases. */
export const selectionOptions = (command: Command): Command =>
  command
    .option('--grep <text>', 'only cases with this text in their id or title (`*` matches any text, `!text` excludes)')
    .option('--tag <tag>', 'only cases with this tag (repeatable; accepts `a,b`, `a*` and `!a`)', repeatable)
    .option('--case <id>', 'only the case with this id (repeatable; accepts `a,b`, `a*` and `!a`)', repeatable);
