import { cases } from '../contract';
import type { ContractCase } from '../contract/types';
import type { RunReport } from '../report/types';
import { contractWork } from '../run/contract-work';
import { environmentWith, type RunCredentials } from '../run/environment/environment';
import type { Explore } from '../run/explore/program';
import { type RunHooks, runLifecycle } from '../run/lifecycle';
import type { RunOptions } from '../run/options';
import { planRun } from '../run/plan';
import type { Selection } from '../run/selection';
import type { Sandbox } from '../sandbox';
import { validReport } from './valid-report';

export interface HarnessRun {
  readonly baseUrl: string;
  readonly credentials: RunCredentials;
  readonly select?: Selection;
  /** Those of the contract if absent. */
  readonly all?: readonly ContractCase[];
  readonly explore?: Explore;
  readonly sending?: Partial<RunOptions['sending']>;
  readonly judging?: Partial<RunOptions['judging']>;
  readonly limits?: Partial<RunOptions['limits']>;
  readonly sustain?: RunOptions['sustain'];
  readonly hooks?: RunHooks;
}

/** Runs cases as the command does, by default with the direct engine. */
export async function runHarness({
  baseUrl,
  credentials,
  select = {},
  all = cases,
  ...run
}: HarnessRun): Promise<RunReport> {
  const environment = environmentWith({ name: baseUrl, kind: 'custom', baseUrl }, credentials, 'the test');
  const options: RunOptions = {
    sending: { engine: 'direct', retries: 2, concurrency: 8, timeoutMs: 60_000, seed: 1, ...run.sending },
    judging: { strict: false, ...run.judging },
    limits: { bail: false, ...run.limits },
    ...(run.sustain && { sustain: run.sustain }),
    now: new Date('2026-03-01T09:30:00.125Z'),
  };
  const plan = planRun(all, select, environment.fetchesToken);
  const work = contractWork({ plan, ...(run.explore && { explore: run.explore }) }, environment, options);
  return validReport(await runLifecycle(environment, work, options, run.hooks));
}

/** The credentials of a partner with a key pair; the management token is fetched. */
export const keysOf = ({ credentials }: Sandbox): RunCredentials => ({
  ...credentials,
  managementToken: undefined,
});
