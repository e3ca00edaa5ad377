import { cases } from '../../contract';
import { createEngine } from '../../http';
import { fold } from '../../report/fold';
import { Redactor } from '../../report/redactor';
import type { RunEvent, RunReport } from '../../report/types';
import { Execution } from '../../run/execute';
import { planRun } from '../../run/plan';
import { Watchdog } from '../../run/watchdog';
import { startSandbox } from '../../sandbox';
import type { WireRecord } from './wire-record';

const sideBySide = planRun(cases, {}, true);

/** One case after the other, as Newman sends a collection. */
const inOrder = { cases: sideBySide.cases, stages: sideBySide.cases.map((contractCase) => [contractCase]) };

/** A sandbox of our own has no secrets, and nothing of its exchanges is shown: hiding them takes a fifth of the time. */
class NothingToHide extends Redactor {
  override learn(): void {}
  override redact(text: string): string {
    return text;
  }
}

/** The same for every server, so that two runs of `mutants` say the same. */
const seed = 1;

export interface MutantRunOptions {
  /** One case after the other: only then do servers that go by what was sent before answer every run alike. */
  readonly ordered?: boolean;
  /** Keeps what comes over the wire, and names the engine that sends it, one case after the other. */
  readonly wire?: WireRecord;
}

/** Runs the whole suite against the sandbox with one fault or variant, or against the right one. */
export async function runMutant(id: string | undefined, { ordered, wire }: MutantRunOptions = {}): Promise<RunReport> {
  const plan = ordered || wire ? inOrder : sideBySide;
  const sandbox = await startSandbox({
    ...(id !== undefined && { fault: id }),
    ...(wire && { onRequest: wire.receive }),
  });
  const unwatched = createEngine(wire?.engine ?? 'direct', sandbox.url);
  const engine = wire ? wire.watch(unwatched) : unwatched;
  const header = {
    tool: { name: 'mutants', version: '' },
    target: { name: id ?? 'baseline', baseUrl: sandbox.url },
    engine: engine.name,
    seed,
    strict: false,
    startedAt: '',
  };
  const events: RunEvent[] = [
    {
      type: 'run-started',
      schemaVersion: 1,
      run: header,
      cases: plan.cases.map(({ id: caseId, title, theme, tags, evidence }) => ({
        id: caseId,
        title,
        theme,
        tags,
        evidence,
        reproduce: '',
      })),
    },
  ];
  try {
    const execution = new Execution(plan, {
      engine,
      credentials: { ...sandbox.credentials, managementToken: undefined },
      fetchesToken: true,
      strict: false,
      retries: 2,
      concurrency: 4,
      timeoutMs: 5000,
      seed,
      bail: false,
      signal: new AbortController().signal,
      stop: () => undefined,
      redactor: new NothingToHide(),
      // The rules are our own, and end.
      watchdog: new Watchdog(undefined, Number.POSITIVE_INFINITY),
      emit: (event) => events.push(event),
    });
    await execution.run();
    events.push({ type: 'run-finished', durationMs: 0 });
    return fold(events);
  } finally {
    await engine.close?.();
    await sandbox.close();
  }
}
