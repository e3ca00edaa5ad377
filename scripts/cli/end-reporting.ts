import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';

/** Names the reports that could not be written. A run that is green otherwise has no verdict then. */
export function endReporting(exitCode: number, failures: readonly string[], { stderr }: Pick<Io, 'stderr'>): number {
  for (const failure of failures) stderr.write(`error: ${failure}\n`);
  return failures.length > 0 && exitCode === exitCodes.ok ? exitCodes.noVerdict : exitCode;
}
