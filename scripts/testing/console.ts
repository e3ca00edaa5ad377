import { create } from '../reporters/console';
import { eventsOf, type RunFixture, reportOf } from './run-fixtures';

/** Clears the progress line. */
export const clear = '\r\u001b[2K';

/** The properties of the console's output. */
export interface Terminal {
  /** One for each write, to resize the terminal, or one for all. */
  readonly columns?: number | (() => number);
  readonly interactive?: boolean;
  readonly colour?: boolean;
  readonly detail?: 'short' | 'verbose' | 'quiet';
}

/** The output of the console during a run, and at its end. */
export function print(
  run: RunFixture,
  { columns, interactive = false, colour = false, detail = 'short' }: Terminal = {},
  files?: string[],
) {
  const written: string[] = [];
  const reporter = create({
    outDir: '/reports/x',
    outDirShown: 'reports/20260301T093000Z',
    ...(files && { files }),
    stdout: {
      write: (text) => written.push(text),
      ...(columns !== undefined && {
        get columns() {
          return typeof columns === 'number' ? columns : columns();
        },
      }),
    },
    interactive,
    colour,
    detail,
  });
  for (const event of eventsOf(run)) void reporter.onEvent?.(event);
  const during = written.splice(0);
  void reporter.onReport?.(reportOf(run));
  return { during, end: written.join(''), all: [...during, ...written].join('') };
}
