import { hosts } from '../../contract/hosts';
import type { ContractCase } from '../../contract/types';
import { shellQuote } from '../../lib/shell';
import type { RunReport } from '../types';

/** More cases than these are named by their tags, where that names the same ones. */
const mostIds = 6;

/** What only the case's own command knows; it stands last in it. */
const drawn = /^payout-contract run .*--generate (\d+)$/s;
const ownCollection = /^payout-contract run .*?(--collection .+)$/s;

/**
 * The command that sends the failed cases again, or, where others passed, those that were left without a verdict.
 * None where nothing was judged: the whole run is to be repeated then, by the command that the user has.
 */
export function repeatCommand(report: RunReport): string | undefined {
  return repeatWords(report)?.join(' ');
}

/** The same as its parts, each an option with its value, between which the command may be broken into lines. */
export function repeatWords(report: RunReport): string[] | undefined {
  const chosen = repeated(report);
  if (chosen.length === 0) return undefined;
  const { target, engine, seed, strict, failOnFlaky, repeat, durationS, cases } = report;
  const own = cases.filter(({ id }) => chosen.includes(id)).map(({ reproduce }) => reproduce);
  // A run shares the requests that it draws out among its properties.
  const toDraw = own.reduce((sum, command) => sum + Number(drawn.exec(command)?.[1] ?? 0), 0);
  const collection = own.map((command) => ownCollection.exec(command)?.[1]).find((option) => option !== undefined);
  return [
    'payout-contract run',
    `--target ${shellQuote(targetOf(target))}`,
    ...(target.name === 'production' ? ['--allow-production'] : []),
    ...(engine === 'newman' ? [] : [`--engine ${shellQuote(engine)}`]),
    ...(collection === undefined ? [`--seed ${seed}`] : []),
    ...(toDraw > 0 ? [`--generate ${toDraw}`] : []),
    ...(strict ? ['--strict'] : []),
    ...(failOnFlaky ? ['--fail-on-flaky'] : []),
    ...(repeat === undefined ? [] : [`--repeat ${repeat}`]),
    ...(durationS === undefined ? [] : [`--duration ${durationS}`]),
    // A collection is sent whole, by requests of its own.
    ...(collection === undefined ? selection(chosen, target.name, toDraw > 0) : [collection]),
  ];
}

function repeated(report: RunReport): string[] {
  const { cases, summary, complete, failOnFlaky } = report;
  const failing = cases.filter(({ verdict, flaky }) => verdict === 'failed' || (failOnFlaky && flaky));
  const open = cases.filter(({ verdict }) => verdict === 'errored' || verdict === 'inconclusive');
  const chosen = failing.length > 0 ? failing : summary.passed > 0 && complete ? open : [];
  return chosen.map(({ id }) => id);
}

/** A name only where it means the very same URL to the next run. */
function targetOf({ name, baseUrl }: RunReport['target']): string {
  const named = name === 'embedded' || (name === 'sandbox' && baseUrl === hosts.sandbox);
  return named || (name === 'production' && baseUrl === hosts.production) ? name : baseUrl;
}

/** The cases by id; many of them by tags, where these select exactly them, and all of them by nothing. */
function selection(ids: readonly string[], target: string, drawsMore: boolean): string[] {
  const byId = ids.map((id) => `--case ${shellQuote(id)}`);
  if (ids.length <= mostIds || drawsMore) return byId;
  // Loaded when needed: `report` is to answer at once.
  const { cases: contractCases } = require('../../contract') as typeof import('../../contract');
  const sendable = contractCases.filter(({ tags }) => target !== 'production' || tags.includes('safe'));
  if (ids.length === sendable.length && sendable.every(({ id }) => ids.includes(id))) return [];
  const tags = tagsOf(new Set(ids), sendable);
  return tags === undefined || tags.length >= byId.length ? byId : tags.map((tag) => `--tag ${shellQuote(tag)}`);
}

/** Tags that select all of these cases and no other. */
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
