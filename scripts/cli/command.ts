import type { Command } from 'commander';
import type { Io } from '../lib/io';

/** Sets how the process will end. */
export type Finish = (exitCode: number) => void;

/** A command: one file that exports `define`, and one line in `index.ts`. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => { readonly define: (command: Command, io: Io, finish: Finish) => void };
}

/** A working example at the end of a command's help. */
export function example(command: Command, ...lines: readonly string[]): void {
  command.addHelpText(
    'after',
    `\n${lines.length > 1 ? 'Examples' : 'Example'}:\n${lines.map((line) => `  $ ${line}`).join('\n')}`,
  );
}
