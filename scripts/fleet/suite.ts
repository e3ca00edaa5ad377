import type { Engine } from '../http/types';
import { hash32 } from '../lib/seeded-random';
import { whenAborted } from '../lib/when-aborted';
import type { Redactor } from '../report/redactor';
import type { RunReport } from '../report/types';
import { contractWork } from '../run/contract-work';
import type { Environment } from '../run/environment/environment';
import { runLifecycle } from '../run/lifecycle';
import type { RunOptions } from '../run/options';
import { select } from '../run/select';

export interface SuiteOptions {
  readonly environment: Environment;
  readonly redactor: Redactor;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Resolves when one request may be sent. */
  readonly turn: () => Promise<void>;
}

/** Cases of one partner that are in flight at once: a fleet is fast because partners are checked in parallel. */
const concurrency = 2;

/** Sends one request at a time, each when its turn has come. */
const inTurn = (engine: Engine, turn: () => Promise<void>): Engine => ({
  name: engine.name,
  batchSize: 1,
  async *send(batch, options) {
    for (const request of batch) {
      await turn();
      if (options.signal.aborted) return;
      yield* engine.send([request], options);
    }
  },
});

/** Runs the suite for one partner; at production, the cases tagged `safe`. */
export function runSuite({ environment, redactor, now, signal, turn, ...more }: SuiteOptions): Promise<RunReport> {
  const { target, credentials } = environment;
  const seed = hash32(target.baseUrl + String(credentials.publicKey));
  const options: RunOptions = {
    sending: { engine: 'direct', through: (engine) => inTurn(engine, turn), concurrency, seed, ...more },
    judging: { strict: false },
    limits: { bail: false },
    now: new Date(now()),
  };
  const work = contractWork(select({}, environment), environment, options);
  return runLifecycle(environment, work, options, {
    redactor,
    onSignal: (stop) => whenAborted(signal, () => stop('interrupted')),
  });
}
