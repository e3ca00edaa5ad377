import { cases } from '../contract';
import type { Credentials } from '../contract/derive';
import { directEngine } from '../http/direct';
import type { Engine } from '../http/types';
import { fold } from '../report/fold';
import { Redactor } from '../report/redactor';
import type { RunEvent, RunReport } from '../report/types';
import { type ExecuteOptions, Execution } from '../run/execute';
import { planRun, type Selection } from '../run/plan';
import type { Sandbox } from '../sandbox';
import { validReport } from './valid-report';

export interface HarnessRun extends Partial<Omit<ExecuteOptions, 'credentials' | 'fetchesToken' | 'engine'>> {
  readonly baseUrl: string;
  readonly credentials: Omit<Credentials, 'hmacPath'>;
  /** The direct engine, where nothing else is said: it is the quickest. */
  readonly engine?: Engine;
  readonly select?: Selection;
}

/** Runs cases as the command does, without the command: the folded report of an engine's run. */
export async function runHarness({
  baseUrl,
  credentials,
  engine,
  select = {},
  ...more
}: HarnessRun): Promise<RunReport> {
  const own = engine ? undefined : directEngine(baseUrl);
  const chosen = engine ?? own!;
  const fetchesToken = credentials.managementToken === undefined && credentials.publicKey !== undefined;
  const plan = planRun(cases, select, fetchesToken);
  const header = {
    tool: { name: 'payout-contract', version: '0' },
    target: { name: baseUrl, baseUrl },
    engine: chosen.name,
    seed: 1,
    strict: more.strict === true,
    startedAt: '2026-03-01T09:30:00.125Z',
  };
  const planned = plan.cases.map(({ id, title, theme, tags, evidence }) => ({
    ...{ id, title, theme, tags, evidence },
    reproduce: '',
  }));
  const events: RunEvent[] = [{ type: 'run-started', schemaVersion: 1, run: header, cases: planned }];
  const execution = new Execution(plan, {
    strict: false,
    retries: 2,
    concurrency: 8,
    timeoutMs: 60_000,
    seed: 1,
    bail: false,
    signal: new AbortController().signal,
    stop: () => undefined,
    redactor: new Redactor(),
    emit: (event) => events.push(event),
    ...more,
    engine: chosen,
    credentials,
    fetchesToken,
  });
  try {
    await execution.run();
  } finally {
    await own?.close();
  }
  return validReport(fold([...events, { type: 'run-finished', durationMs: 0 }]));
}

/** What a partner with a key pair has; the management token is fetched. */
export const keysOf = ({ credentials }: Sandbox): Omit<Credentials, 'hmacPath'> => ({
  ...credentials,
  managementToken: undefined,
});
