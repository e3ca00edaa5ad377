import { Command, CommanderError } from 'commander';
import type { Env } from '../../lib/io';
import { visible } from '../../lib/terminal-text';
import { messageOf, UserError } from '../../lib/user-error';
import { GitHub, retried } from './github';
import { heartbeatNights } from './heartbeat';
import { keepNight, readHistory, readRun } from './history';
import { nightOf } from './problems';
import { reconcile } from './reconcile';
import { jobSettings } from './settings';
import type { Action } from './types';

/** What the job needs of its process. */
export interface NightlyIo {
  readonly env: Env;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const exitCodes = { done: 0, usage: 2, failed: 3 } as const;

/** Runs one command of the nightly job and returns its exit code. Never throws. */
export async function nightly(args: readonly string[], io: NightlyIo): Promise<number> {
  const say = (line: string): void => {
    io.stdout.write(`${visible(line)}\n`);
  };
  const act = (command: (options: Options) => Promise<Action[]>) => async (options: Options) => {
    if (io.env.GITHUB_EVENT_NAME === 'workflow_dispatch')
      return say('started manually: the history and the issues are not changed');
    const actions = await command(options);
    for (const action of actions) say(describe(action));
    if (actions.length === 0) say('no issue needs a change');
  };
  const program = new Command('nightly')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(visible(text, '\n')),
    })
    .addHelpText('after', notes);
  program
    .command('night')
    .description('add a run to the history, and open, comment on or close an issue for each problem')
    .requiredOption('--run <file>', 'run.json of the run')
    .requiredOption('--history <dir>', 'folder of the history')
    .action(act((options) => fileNight(options, io, say)));
  program
    .command('heartbeat')
    .description('open an issue if a night left no report, and close it once there is one again')
    .requiredOption('--workflow <file>', 'file name of the nightly workflow')
    .requiredOption('--artifact <name>', 'name of the artifact that a night uploads')
    .action(act((options) => checkHeartbeat(options, io)));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    const remedy = error instanceof UserError && error.remedy !== undefined ? `\n  next: ${visible(error.remedy)}` : '';
    io.stderr.write(`error: ${visible(messageOf(error))}${remedy}\n`);
    return error instanceof UserError ? exitCodes.usage : exitCodes.failed;
  }
}

const notes = `
Both commands read GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_RUN_ID and GITHUB_API_URL. A run that was started manually
(GITHUB_EVENT_NAME is workflow_dispatch) does not change the history or the issues.

Exit codes: 0 done, 2 wrong usage, 3 the issues could not be updated.`;

type Options = Readonly<Record<string, string>>;

async function fileNight(
  { run = '', history = '' }: Options,
  io: NightlyIo,
  say: (line: string) => void,
): Promise<Action[]> {
  const settings = jobSettings(io.env);
  const report = await readRun(run);
  const nights = await readHistory(history, say);
  const tonight = nightOf(report, settings.run);
  if (!tonight) {
    say('the run was interrupted: the history and the issues are not changed');
    return [];
  }
  // First, so that a night whose issues could not be updated still counts as the one before the next.
  await keepNight(history, report, settings.run);
  return reconcile(tonight, nights, { api: new GitHub(settings.api), runUrl: settings.runUrl, wait: io.wait });
}

async function checkHeartbeat({ workflow = '', artifact = '' }: Options, io: NightlyIo): Promise<Action[]> {
  for (const name of [workflow, artifact])
    if (!/^[\w.-]+$/.test(name))
      throw new UserError(
        `"${name}" may contain only letters, digits, dots, dashes and underscores`,
        'npx ts-node scripts/tools/nightly/cli.ts heartbeat --help',
      );
  const { api: options, run, runUrl } = jobSettings(io.env);
  const api = new GitHub(options);
  const [lastReport, since] = await retried(io.wait, async () => [
    await api.newestArtifact(artifact),
    await api.workflowCreated(workflow),
  ]);
  const { tonight, before } = heartbeatNights({ lastReport, since, now: io.now(), run });
  return reconcile(tonight, [before], { api, runUrl, wait: io.wait });
}

function describe(action: Action): string {
  switch (action.type) {
    case 'open':
      return `opened an issue: ${action.problem.key}`;
    case 'comment':
      return `commented on #${action.issue}: ${action.problem.key}`;
    case 'comment-gone':
      return `commented on #${action.issue}: ${action.key} is gone`;
    case 'reopen':
      return `reopened #${action.issue}: ${action.key}`;
    case 'close':
      return `closed #${action.issue}: ${action.key}`;
  }
}
