import { hosts } from '../../contract/hosts';
import type { ContractCase } from '../../contract/types';
import { shellQuote } from '../../lib/shell';
import type { CaseResult, RunReport } from '../types';

/** More cases than these are selected by tag, if tags select exactly them. */
const mostIds = 6;

/**
 * The command that sends the failed cases again or, if none failed, those without a verdict; as its parts, each an
 * option with its value, between which it may be broken into lines. `undefined` if nothing was judged: then the user
 * repeats the whole run.
 */
export function repeatCommand(report: RunReport): string[] | undefined {
  const chosen = repeated(report);
  if (chosen.length === 0) return undefined;
  const { target, engine, seed, strict, failOnFlaky, repeat, durationS, collection, source } = report;
  // What was recorded cannot be sent again, only judged again.
  if (source !== undefined) return [chosen[0]!.reproduce];
  return [
    'payout-contract run',
    `--target ${shellQuote(targetOf(target))}`,
    ...(target.name === 'production' ? ['--allow-production'] : []),
    ...(engine === 'newman' ? [] : [`--engine ${shellQuote(engine)}`]),
    ...(collection === undefined ? [`--seed ${seed}`] : []),
    ...(strict ? ['--strict'] : []),
    ...(failOnFlaky ? ['--fail-on-flaky'] : []),
    ...(repeat === undefined ? [] : [`--repeat ${repeat}`]),
    ...(durationS === undefined ? [] : [`--duration ${durationS}`]),
    // A collection is always sent whole.
    ...(collection === undefined
      ? selection(
          chosen.map(({ id }) => id),
          target.name,
        )
      : [`--collection ${shellQuote(collection)}`]),
  ];
}

function repeated(report: RunReport): readonly CaseResult[] {
  const { cases, summary, complete, failOnFlaky } = report;
  const failing = cases.filter(({ verdict, flaky }) => verdict === 'failed' || (failOnFlaky && flaky));
  const open = cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
  if (failing.length > 0) return failing;
  return summary.passed > 0 && complete ? open : [];
}

/** The name of a target if it means the same URL in the next run, else its URL. */
function targetOf({ name, baseUrl }: RunReport['target']): string {
  const named = name === 'embedded' || (name === 'sandbox' && baseUrl === hosts.sandbox);
  return named || (name === 'production' && baseUrl === hosts.production) ? name : baseUrl;
}

/** Selects the cases by id; many cases by tag, if tags select exactly them; all cases by no option at all. */
function selection(ids: readonly string[], target: string): string[] {
  const byId = ids.map((id) => `--case ${shellQuote(id)}`);
  if (ids.length <= mostIds) return byId;
  // Loaded when needed, so that `report` starts fast.
  const { cases: contractCases } = require('../../contract') as typeof import('../../contract');
  const sendable = contractCases.filter(({ tags }) => target !== 'production' || tags.includes('safe'));
  if (ids.length === sendable.length && sendable.every(({ id }) => ids.includes(id))) return [];
  const tags = tagsOf(new Set(ids), sendable);
  return tags === undefined || tags.length >= byId.length ? byId : tags.map((tag) => `--tag ${shellQuote(tag)}`);
}

/** Tags that select all of these cases and no others. */
function tagsOf(ids: ReadonlySet<string>, cases: readonly ContractCase[]): string[] | undefined {
  const left = new Set(ids);
  const chosen: string[] = [];
  const tagged = (tag: string): string[] => cases.filter(({ tags }) => tags.includes(tag)).map(({ id }) => id);
  const members = [...new Set(cases.flatMap(({ tags }) => tags))].map((tag) => [tag, tagged(tag)] as const);
  for (const [tag, own] of members.sort(([, one], [, other]) => other.length - one.length)) {
    if (!own.every((id) => ids.has(id)) || !own.some((id) => left.has(id))) continue;
    chosen.push(tag);
    for (const id of own) left.delete(id);
  }
  return left.size === 0 ? chosen : undefined;
}
