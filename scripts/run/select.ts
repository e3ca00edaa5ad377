import { cases } from '../contract';
import { type ContractProperty, contractProperties } from '../contract/properties';
import { UserError } from '../lib/user-error';
import type { Shard } from '../report/types';
import type { Environment } from './environment/environment';
import type { Work } from './lifecycle';
import { type Plan, planRun, type Selection } from './plan';
import { planName, type ShardPlan, shardPlan } from './shard';

/** What is sent: the options that select, and those that set how much is sent of it. */
export interface SelectOptions extends Selection {
  readonly shard?: Shard | undefined;
  /** About how many requests are generated in addition to the cases. */
  readonly generate?: number | undefined;
  readonly repeat?: number | undefined;
  /** In seconds. */
  readonly duration?: number | undefined;
}

/** Requests that are generated in addition to the cases. */
export interface Drawing {
  readonly properties: readonly ContractProperty[];
  /** How many requests for each property. */
  readonly runs: number;
}

/** What a run of the contract sends. */
export interface Selected {
  readonly plan: Plan & Partial<Pick<ShardPlan, 'places'>>;
  readonly drawing: Drawing;
  /** The ids of all cases, selected or not. */
  readonly knownIds: readonly string[];
  readonly header: NonNullable<Work['header']>;
}

/** fast-check is loaded only if requests are generated. */
const propertiesFor = (generate: number | undefined): ContractProperty[] =>
  generate === undefined ? [] : contractProperties(require('fast-check') as typeof import('fast-check'));

/**
 * Selects the cases and properties of a run; for production, only those that are safe there.
 *
 * @throws UserError for an unknown id, or if nothing is left to send
 */
export function select(options: SelectOptions, { target, fetchesToken }: Environment): Selected {
  const { shard, generate, repeat, duration } = options;
  const drawn = propertiesFor(generate);
  const all = [...cases, ...drawn.map(({ contractCase }) => contractCase)];
  const knownIds = all.map(({ id }) => id);
  const unknown = options.ids?.find((id) => !knownIds.includes(id));
  if (unknown !== undefined) throw new UserError(`--case: no case has the id "${unknown}"`, 'payout-contract list');
  const allowed = target.kind === 'production' ? all.filter(({ tags }) => tags.includes('safe')) : all;
  const whole = planRun(allowed, options, fetchesToken);
  if (whole.cases.length === 0)
    throw new UserError('no case is selected', 'payout-contract list shows all ids, titles and tags');
  const properties = drawn.filter(({ contractCase }) => whole.cases.includes(contractCase));
  const ids = whole.cases.map(({ id }) => id);
  const plan = planName(ids, { generate, repeat, duration });
  if (shard && ids.length < shard.count) {
    throw new UserError(
      `--shard ${shard.index}/${shard.count}: ${ids.length === 1 ? 'only 1 case is' : `only ${ids.length} cases are`} selected`,
      `select more cases, or use --shard I/${ids.length}`,
    );
  }
  return {
    plan: shard ? shardPlan(whole, shard, fetchesToken) : whole,
    drawing: { properties, runs: Math.ceil((generate ?? 0) / Math.max(1, properties.length)) },
    knownIds,
    header: { plan, ...(shard && { shard }) },
  };
}
