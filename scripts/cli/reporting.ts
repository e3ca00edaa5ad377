import type { Io } from '../lib/io';
import { chooseReporters, createReporting, jsonToStdout, type Reporting } from '../reporters/reporting';
import type { OutDir } from '../run/out-dir';

/** The options that choose reporters, as they are typed. */
export interface ReportingOptions {
  readonly reporter: string;
  readonly json?: true;
}

/**
 * Opens the reporters that the options name.
 *
 * @param makeOutDir called once the options are known to be right
 * @param otherFiles what the command itself writes to the folder
 * @throws UserError for an unknown reporter, and for one that cannot write
 */
export function openReporting(
  { reporter, json }: ReportingOptions,
  makeOutDir: () => OutDir,
  io: Io,
  otherFiles: readonly string[] = [],
): Promise<Reporting> {
  const chosen = chooseReporters(reporter);
  const reporters = json ? [...chosen.filter(({ ownsStdout }) => !ownsStdout), jsonToStdout(io)] : chosen;
  const terminal = io.stdout.isTTY === true && io.env.TERM !== 'dumb';
  const outDir = makeOutDir();
  return createReporting(reporters, {
    outDir: outDir.path,
    outDirShown: outDir.shown,
    files: [...reporters.flatMap(({ file }) => file ?? []), ...otherFiles],
    stdout: io.stdout,
    interactive: terminal && !io.env.CI,
    colour: terminal && !io.env.NO_COLOR,
    env: io.env,
  });
}
