import { parseArgs } from 'node:util';
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
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const usage = `Usage:
  nightly night --run reports/nightly/run.json --history history
      adds the run to the history, and opens, comments on or closes an issue for each problem
  nightly heartbeat --workflow nightly.yml --artifact nightly-report
      opens an issue if a night left no report, and closes it once there is one again

Both read GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_RUN_ID and GITHUB_API_URL. A run that was started manually
(GITHUB_EVENT_NAME is workflow_dispatch) does not change the history or the issues.

Exit codes: 0 done, 2 wrong usage, 3 the issues could not be updated.
`;

const exitCodes = { done: 0, usage: 2, failed: 3 } as const;

/** Runs one command of the nightly job and returns its exit code. Never throws. */
export async function nightly(args: readonly string[], io: NightlyIo): Promise<number> {
  const say = (line: string) => io.stdout.write(`${visible(line)}\n`);
  try {
    const { command, options } = readArgs(args);
    if (command === 'help') {
      io.stdout.write(usage);
      return exitCodes.done;
    }
    if (io.env.GITHUB_EVENT_NAME === 'workflow_dispatch') {
      say('started manually: the history and the issues are not changed');
      return exitCodes.done;
    }
    const actions = command === 'night' ? await fileNight(options, io, say) : await checkHeartbeat(options, io);
    for (const action of actions) say(describe(action));
    if (actions.length === 0) say('no issue needs a change');
    return exitCodes.done;
  } catch (error) {
    const remedy = error instanceof UserError && error.remedy !== undefined ? `\n  next: ${visible(error.remedy)}` : '';
    io.stderr.write(`error: ${visible(messageOf(error))}${remedy}\n`);
    return error instanceof UserError ? exitCodes.usage : exitCodes.failed;
  }
}

type Options = Readonly<Record<string, string | undefined>>;

/** The options of each command; all are required. */
const commands: Readonly<Record<string, readonly string[]>> = {
  night: ['run', 'history'],
  heartbeat: ['workflow', 'artifact'],
  help: [],
};

function readArgs(args: readonly string[]): { readonly command: string; readonly options: Options } {
  const [command = 'help', ...rest] = args.map((arg) => (arg === '--help' || arg === '-h' ? 'help' : arg));
  const names = Object.hasOwn(commands, command) ? commands[command] : undefined;
  const next = 'ts-node scripts/tools/nightly/cli.ts help';
  if (!names) throw new UserError(`unknown command "${command}"`, next);
  if (rest.includes('help')) return { command: 'help', options: {} };
  let options: Options;
  try {
    const known = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
    options = parseArgs({ args: rest, options: known, strict: true }).values as Options;
  } catch (error) {
    throw new UserError(messageOf(error), next);
  }
  const missing = names.find((name) => !options[name]);
  if (missing !== undefined) throw new UserError(`--${missing} is missing`, next);
  return { command, options };
}

async function fileNight({ run = '', history = '' }: Options, io: NightlyIo, say: (line: string) => void) {
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
        'ts-node scripts/tools/nightly/cli.ts help',
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
