import { cases } from '../contract';
import { documentedCase } from '../contract/calls/payout-token/call';
import type { ContractCase } from '../contract/types';
import { UserError } from '../lib/user-error';
import type { Shard } from '../report/types';
import type { Environment } from './environment/environment';
import { isExploreId, partNamed } from './explore/explore-id';
import type { Explore } from './explore/program';
import type { Work } from './lifecycle';
import { type Plan, planRun } from './plan';
import { checkSelection, isSelected, listed, type Selection } from './selection';
import { planName, type ShardPlan, shardPlan } from './shard';

/** What is sent: the options that select, and those that set how much is sent of it. */
export interface SelectOptions extends Selection {
  readonly shard?: Shard | undefined;
  /** What is explored in addition to the cases. */
  readonly explore?: Explore | undefined;
  readonly repeat?: number | undefined;
  /** In seconds. */
  readonly duration?: number | undefined;
}

/** What a run of the contract sends. */
export interface Selected {
  readonly plan: Plan & Partial<Pick<ShardPlan, 'places' | 'size'>>;
  readonly explore?: Explore;
  /** The ids of all cases, selected or not. */
  readonly knownIds: readonly string[];
  readonly header: NonNullable<Work['header']>;
}

// Loaded only if one is named.
const loadPrograms = () => require('./explore/program') as typeof import('./explore/program');

/**
 * What the options ask to be explored, with what `--case explore:…` names. Only the programs that are named, if there
 * are any.
 *
 * @throws UserError for a program that does not exist
 */
function exploreOf({ ids = [], explore }: SelectOptions): Explore | undefined {
  const named = ids.filter(isExploreId);
  const programIds = named.filter((id) => partNamed(id) === undefined);
  const programs = programIds.map((id) => loadPrograms().readProgram(id));
  if (programs.length > 0) return { kind: 'named', programs };
  return explore ?? (named.length > 0 ? { kind: 'default' } : undefined);
}

/** Why no case is selected, although each option alone names some. */
const nothingLeft = (selection: Selection, allowed: readonly ContractCase[]): string =>
  allowed.length < cases.length && cases.some((each) => isSelected(each, selection))
    ? 'no case is selected: the cases that you name are not tagged "safe", so they are not sent to production'
    : 'no case is selected: no case matches all of the options';

/**
 * Selects the cases of a run; for production, only those that are safe there.
 *
 * @throws UserError for an unknown id, or if nothing is left to send
 */
export function select(typed: SelectOptions, { target, fetchesToken }: Environment): Selected {
  const options = { ...typed, tags: listed(typed.tags), ids: listed(typed.ids) };
  const { shard, repeat, duration } = options;
  const explore = exploreOf(options);
  if (explore && target.kind === 'production')
    throw new UserError('--explore cannot be used with production', 'remove --explore, or choose another --target');
  const knownIds = cases.map(({ id }) => id);
  const ids = options.ids?.map((id) => (isExploreId(id) ? documentedCase : id));
  checkSelection(cases, { ...options, ids });
  const allowed = target.kind === 'production' ? cases.filter(({ tags }) => tags.includes('safe')) : cases;
  const selected = planRun(allowed, { ...options, ids }, fetchesToken);
  if (selected.cases.length === 0)
    throw new UserError(nothingLeft(options, allowed), (tool) => `${tool} list shows all ids, titles and tags`);
  const whole =
    explore && !selected.cases.some(({ id }) => id === documentedCase)
      ? planRun(allowed, { ids: [...selected.cases.map(({ id }) => id), documentedCase] }, fetchesToken)
      : selected;
  const planned = whole.cases.map(({ id }) => id);
  const plan = planName(planned, { explore: explore && JSON.stringify(explore), repeat, duration });
  if (shard && planned.length < shard.count) {
    throw new UserError(
      `--shard ${shard.index}/${shard.count}: ${planned.length === 1 ? 'only 1 case is' : `only ${planned.length} cases are`} selected`,
      `select more cases, or use --shard I/${planned.length}`,
    );
  }
  return {
    plan: shard ? shardPlan(whole, shard, fetchesToken, explore ? [documentedCase] : []) : whole,
    ...(explore && { explore }),
    knownIds,
    header: { plan, ...(shard && { shard }) },
  };
}
