import { cases } from '../contract';
import { directEngine } from '../engines/direct';
import { Execution } from '../run/execute';
import { planRun } from '../run/plan';
import { Redactor } from '../run/redactor';
import { startSandbox } from '../sandbox';
import { fold } from '../verdict/fold';
import type { RunEvent, RunReport } from '../verdict/types';

const sideBySide = planRun(cases, {}, true);

/** One case after the other, as Newman sends a collection. */
const inOrder = { cases: sideBySide.cases, stages: sideBySide.cases.map((contractCase) => [contractCase]) };

/** The same for every server, so that two runs of `mutants` say the same. */
const seed = 1;

/**
 * Runs the whole suite against the sandbox with one fault or variant, or against the right one.
 *
 * @param ordered one case after the other: only then do servers that go by what was sent before answer every run alike
 */
export async function runMutant(id: string | undefined, ordered = false): Promise<RunReport> {
  const plan = ordered ? inOrder : sideBySide;
  const sandbox = await startSandbox(id === undefined ? {} : { fault: id });
  const engine = directEngine(sandbox.url);
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
      redactor: new Redactor(),
      emit: (event) => events.push(event),
    });
    await execution.run();
    events.push({ type: 'run-finished', durationMs: 0 });
    return fold(events);
  } finally {
    await engine.close();
    await sandbox.close();
  }
}
