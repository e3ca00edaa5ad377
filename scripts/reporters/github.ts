import { appendFileSync, readFileSync } from 'node:fs';
import { messageOf, UserError } from '../lib/user-error';
import { annotations, maskCommands } from './github-commands';
import { summaryBytes, summaryMarkdown } from './markdown';
import type { Reporter, ReporterContext } from './types';

/**
 * Speaks to the runner of GitHub Actions: annotations after everything else on standard output, and the summary at the
 * end of the job's, where the runner names a file for it.
 */
export function create({ stdout, env = {} }: ReporterContext): Reporter {
  const summary = env.GITHUB_STEP_SUMMARY;
  if (summary) checkAppendable(summary);
  return {
    ...(isRunner(stdout, env) && {
      /**
       * The one way of a secret to standard output, on purpose: the runner swallows the line and hides the value in
       * the log from there on, whoever prints it, also a later step to which the token was handed.
       */
      onSecret: (secret: string) => {
        for (const command of maskCommands(secret)) stdout.write(command);
      },
    }),
    onReport: (report) => {
      for (const command of annotations(report)) stdout.write(command);
      if (!summary) return;
      const before = readFileSync(summary);
      const gap = before.length === 0 || before.at(-1) === 0x0a ? '' : '\n';
      appendFileSync(summary, gap + summaryMarkdown(report, summaryBytes - before.length - gap.length));
    },
  };
}

/** Nobody but the runner reads secrets: it never is a terminal. */
function isRunner(stdout: ReporterContext['stdout'], env: NonNullable<ReporterContext['env']>): boolean {
  return env.GITHUB_ACTIONS === 'true' && stdout.isTTY !== true;
}

function checkAppendable(path: string): void {
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new UserError(
      `the job summary cannot be written: ${messageOf(error)}`,
      'set GITHUB_STEP_SUMMARY to a file, or leave github out of --reporter',
    );
  }
}
