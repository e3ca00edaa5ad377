import { toolName } from '../../lib/called-as';
import { isPlainHttp } from '../../lib/loopback';
import { shellQuote } from '../../lib/shell';
import { notPassed } from '../not-passed';
import { targetArgument, targetKind } from '../target';
import type { RunReport } from '../types';

/** More cases than these are left to `--last-failed`. */
const mostIds = 6;

/**
 * The command that sends again what did not pass, as its parts, each an option with its value, between which it may be
 * broken into lines. `undefined` if nothing was judged: then the user repeats the whole run.
 *
 * @param folder that of the run, empty if it is the latest; without one the command names the cases, unless these are many
 * @param tool what the reader calls this tool
 */
export function repeatCommand(report: RunReport, folder?: string, tool = toolName): string[] | undefined {
  const { summary, collection, collectionOptions = [], seed, source } = report;
  const chosen = notPassed(report);
  // What was recorded cannot be sent again, only judged again.
  if (source !== undefined) return chosen.length > 0 ? [chosen[0]!.reproduce] : undefined;
  const ids = chosen.map(({ id }) => id);
  if (ids.length === 0 || summary.passed + summary.failed === 0) return undefined;
  // A collection is always sent whole.
  if (collection !== undefined)
    return [`${tool} run`, ...settings(report), `--collection ${shellQuote(collection)}`, ...collectionOptions];
  const named = folder === undefined && ids.length <= mostIds;
  return [
    `${tool} run`,
    ...(named ? [] : [folder ? `--last-failed ${shellQuote(folder)}` : '--last-failed']),
    ...settings(report),
    ...(named ? [`--seed ${seed}`, ...ids.map((id) => `--case ${shellQuote(id)}`)] : []),
  ];
}

function settings({ target, engine, strict, failOnFlaky, repeat, durationS }: RunReport): string[] {
  return [
    `--target ${shellQuote(targetArgument(target))}`,
    ...(targetKind(target) === 'production' ? ['--allow-production'] : []),
    ...(isPlainHttp(target.baseUrl) ? ['--allow-local-http'] : []),
    ...(engine === 'newman' ? [] : [`--engine ${shellQuote(engine)}`]),
    ...(strict ? ['--strict'] : []),
    ...(failOnFlaky ? ['--fail-on-flaky'] : []),
    ...(repeat === undefined ? [] : [`--repeat ${repeat}`]),
    ...(durationS === undefined ? [] : [`--duration ${durationS}`]),
  ];
}
