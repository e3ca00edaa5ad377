import { jsonText } from '../lib/json-text';
import { messageOf, UserError } from '../lib/user-error';
import { reporters } from '../reporters';
import type { Reporter, ReporterContext, ReporterEntry } from '../reporters/types';
import type { RunEvent, RunReport } from '../verdict/types';
import type { Io } from './io';

/** What `run` writes when nothing else is said. */
export const defaultReporters = 'console,json,junit,ndjson';

/**
 * The reporters that a list names; those that write to standard output last, so that their words end the output.
 *
 * @throws UserError for a name that is none, and for an empty list
 */
export function chooseReporters(list: string): ReporterEntry[] {
  const names = [
    ...new Set(
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
  const known = reporters.map(({ name }) => name).join(', ');
  const chosen = names.map((name) => {
    const entry = reporters.find((candidate) => candidate.name === name);
    if (!entry) throw new UserError(`--reporter: there is no reporter "${name}"`, `choose from ${known}`);
    return entry;
  });
  if (chosen.length === 0) throw new UserError('--reporter names no reporter', `choose from ${known}`);
  return chosen.sort((one, other) => Number(one.ownsStdout) - Number(other.ownsStdout));
}

/** Several reporters as one. One that fails is left out from there on; the others go on. */
export interface Reporting {
  onEvent(event: RunEvent): void;
  onReport(report: RunReport): Promise<void>;
  /** What failed, by reporter. */
  readonly failures: readonly string[];
}

export async function createReporting(entries: readonly ReporterEntry[], context: ReporterContext): Promise<Reporting> {
  const failures: string[] = [];
  const active = new Map<string, Reporter>();
  for (const entry of entries) {
    try {
      active.set(entry.name, await entry.create(context));
    } catch (error) {
      throw new UserError(
        `the reporter ${entry.name} cannot write: ${messageOf(error)}`,
        'choose a folder that can be written with --out',
      );
    }
  }
  const drop = (name: string, error: unknown): void => {
    active.delete(name);
    failures.push(`the reporter ${name} failed: ${messageOf(error)}`);
  };
  const onEvent = (event: RunEvent): void => {
    for (const [name, reporter] of active) {
      try {
        void reporter.onEvent?.(event);
      } catch (error) {
        drop(name, error);
      }
    }
  };
  const onReport = async (report: RunReport): Promise<void> => {
    for (const [name, reporter] of active) {
      try {
        await reporter.onReport?.(report);
      } catch (error) {
        drop(name, error);
      }
    }
  };
  return { onEvent, onReport, failures };
}

/** Under `--json` the report itself is the output. */
export const jsonToStdout = (io: Io): ReporterEntry => ({
  name: 'stdout',
  ownsStdout: true,
  create: async () => ({
    onReport: (report) => {
      io.stdout.write(`${jsonText(report, 2)}\n`);
    },
  }),
});
