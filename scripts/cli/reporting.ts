import { exitCodes } from '../lib/exit-codes';
import { lockFolder } from '../lib/folder-lock';
import type { Io } from '../lib/io';
import { chooseReporters, createReporting, jsonToStdout, type ReporterGroup } from '../reporters/reporting';
import type { ReporterContext, ReporterEntry } from '../reporters/types';
import type { OutDir } from '../run/out-dir';
import { hasColour, isInteractive } from './terminal';

/** The options that choose reporters, as they are typed. */
export interface ReportingOptions {
  readonly reporter: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
}

/** The reports that are written in addition to those that the options name. */
export interface ReportingExtras {
  /** What the command itself writes to the folder. */
  readonly otherFiles?: readonly string[];
  /** What a run of `--watch` reports to. Later runs print nothing of their own. */
  readonly watching?: { readonly reporter: ReporterEntry; readonly isFirst: boolean } | undefined;
}

/** Reporters with the folder that they write to: no other process writes there until it is released. */
export interface OpenReporting extends ReporterGroup {
  readonly release: () => void;
}

/**
 * Opens the reporters that the options name.
 *
 * @param makeOutDir called once the options are known to be right, if anything is written to it
 * @throws UserError for an unknown reporter, for one that cannot write, and for a folder that another process uses
 */
export async function openReporting(
  { reporter, json, quiet, verbose }: ReportingOptions,
  makeOutDir: () => OutDir,
  io: Io,
  { otherFiles = [], watching }: ReportingExtras = {},
): Promise<OpenReporting> {
  const named = chooseReporters(reporter, io.cwd);
  const chosen =
    watching === undefined
      ? named
      : [...named.filter(({ ownsStdout }) => !ownsStdout || watching.isFirst), watching.reporter];
  const reporters = json ? [...chosen.filter(({ ownsStdout }) => !ownsStdout), jsonToStdout(io)] : chosen;
  const files = [...reporters.flatMap(({ file }) => file ?? []), ...otherFiles];
  const outDir = files.length === 0 ? { path: io.cwd, shown: '.', isLatest: false } : makeOutDir();
  const release = files.length === 0 ? () => undefined : lockFolder(outDir.path, outDir.shown);
  const context: ReporterContext = {
    outDir: outDir.path,
    outDirShown: outDir.shown,
    isLatest: outDir.isLatest,
    detail: quiet ? 'quiet' : verbose ? 'verbose' : 'short',
    files,
    // With --json, standard output is the report alone.
    stdout: json ? { write: (text) => io.stderr.write(text) } : io.stdout,
    ...(!json && io.commands && { commands: io.commands }),
    interactive: isInteractive(io),
    colour: hasColour(io),
    env: io.env,
  };
  try {
    return { ...(await createReporting(reporters, context)), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** Names the reports that could not be written. A run that is green otherwise has no verdict then. */
export function endReporting(exitCode: number, failures: readonly string[], { stderr }: Pick<Io, 'stderr'>): number {
  for (const failure of failures) stderr.write(`error: ${failure}\n`);
  return failures.length > 0 && exitCode === exitCodes.ok ? exitCodes.noVerdict : exitCode;
}
