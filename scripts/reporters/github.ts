import { appendFileSync, readFileSync } from 'node:fs';
import { outputProblemText } from '../lib/file-problem';
import { UserError } from '../lib/user-error';
import { artefactsOf } from './ci-artefacts';
import { annotations, maskCommands } from './github-commands';
import { jobSummaryBytes, summaryBytes, summaryMarkdown } from './summary-markdown';
import type { Reporter, ReporterContext } from './types';

/**
 * Writes for GitHub Actions: annotations to standard output, after everything else, and the summary to the file that the
 * runner names for it.
 */
export function create({ stdout, commands = stdout, env = {} }: ReporterContext): Reporter {
  const summary = env.GITHUB_STEP_SUMMARY;
  if (summary) checkAppendable(summary);
  return {
    ...(isRunner(stdout, env) && {
      /**
       * Prints a secret to standard output, on purpose and nowhere else: the runner swallows the line, and from then on
       * hides the value in the log, no matter what prints it, also in later steps.
       */
      onSecret: (secret: string) => {
        for (const command of maskCommands(secret)) commands.write(command);
      },
    }),
    onReport: (report) => {
      for (const command of annotations(report)) commands.write(command);
      if (!summary) return;
      const before = readFileSync(summary);
      const gap = before.length === 0 || before.at(-1) === 0x0a ? '' : '\n';
      const room = jobSummaryBytes - before.length - gap.length;
      appendFileSync(summary, gap + summaryMarkdown(report, Math.min(summaryBytes, room), artefactsOf(env)));
    },
  };
}

/** Only the runner may read secrets; it is never a terminal. */
function isRunner(stdout: ReporterContext['stdout'], env: NonNullable<ReporterContext['env']>): boolean {
  return env.GITHUB_ACTIONS === 'true' && stdout.isTTY !== true;
}

function checkAppendable(path: string): void {
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new UserError(
      `the job summary ${path} cannot be written: ${outputProblemText(error)}`,
      'set GITHUB_STEP_SUMMARY to a file, or leave github out of --reporter',
    );
  }
}
