import type * as FastCheck from 'fast-check';
import { type ContractProperty, caseOf } from '../contract/properties';
import type { RequestChange } from '../contract/types';
import { caseVerdict } from '../judge/case-verdict';
import { hash32 } from '../lib/seeded-random';
import type { Finding, RecordedExchange, RunEvent } from '../report/types';
import { type ExecuteOptions, Execution } from './execute';

type CaseFinished = Extract<RunEvent, { type: 'case-finished' }>;

/** What came of one drawn request. */
interface Attempt {
  readonly finished: CaseFinished | undefined;
  readonly exchanges: readonly RecordedExchange[];
  /** Why it counts as failing; the same text for the same cause. */
  readonly cause: string | undefined;
}

const counts = ({ level }: Finding): boolean => level === 'violation' || level === 'deviation';

function causeOf(finished: CaseFinished | undefined): string | undefined {
  const worst = finished?.findings.find(counts);
  return worst && [worst.rule, worst.level, worst.evidence, worst.where, worst.message].join('|');
}

/** Tries a property on drawn requests; of each cause of failure, only the smallest request that shows it is reported. */
export class PropertyRun {
  constructor(
    readonly options: ExecuteOptions,
    /** The execution that sent the controls: its memory and its token go on. */
    readonly before: Execution,
    readonly fc: typeof FastCheck,
  ) {}

  /** @param runs how many requests are drawn, those for finding a smaller one not counted */
  async try(property: ContractProperty, runs: number): Promise<void> {
    const { emit, seed, signal } = this.options;
    const { id } = property.contractCase;
    emit({ type: 'case-started', id });
    const known = new Map<string, Attempt>();
    let last: Attempt | undefined;
    for (let drawn = 0; drawn < runs && !signal.aborted; ) {
      let smallest: Attempt | undefined;
      const details = await this.fc.check(
        this.fc.asyncProperty(property.changes, async (change: RequestChange) => {
          if (signal.aborted) return true;
          last = await this.#attempt(property, change);
          const { cause } = last;
          if (cause === undefined || known.has(cause) || (smallest && smallest.cause !== cause)) return true;
          smallest = last;
          return false;
        }),
        { seed: (seed ^ hash32(id) ^ known.size) | 0, numRuns: runs - drawn },
      );
      drawn += details.numRuns;
      if (smallest?.cause === undefined) break;
      known.set(smallest.cause, smallest);
    }
    if (!signal.aborted) this.#finish(id, [...known.values()], last, runs);
  }

  async #attempt(property: ContractProperty, change: RequestChange): Promise<Attempt> {
    const contractCase = caseOf(property, change);
    const events: RunEvent[] = [];
    const plan = { cases: [contractCase], stages: [[contractCase]] };
    await new Execution(plan, { ...this.options, bail: false, emit: (event) => events.push(event) }, this.before).run();
    const finished = events.find((event) => event.type === 'case-finished');
    const exchanges = events.flatMap((event) => (event.type === 'exchange' ? [event.exchange] : []));
    return { finished, exchanges, cause: causeOf(finished) };
  }

  #finish(id: string, causes: readonly Attempt[], last: Attempt | undefined, runs: number): void {
    const { emit, strict } = this.options;
    const shown = causes.length > 0 ? causes : last ? [last] : [];
    for (const exchange of shown.flatMap(({ exchanges }) => exchanges.slice(-1)))
      emit({ type: 'exchange', id, exchange });
    const findings = causes.flatMap(({ finished, exchanges }) => {
      const request = exchanges.at(-1)?.request.body;
      return (finished?.findings ?? []).filter(counts).map((finding) => ({
        ...finding,
        message: `${finding.message} Smallest of ${runs} drawn requests: ${request ?? 'without a body'}`,
      }));
    });
    const judged = last?.finished;
    const unjudged = findings.length === 0 && judged && judged.verdict !== 'passed' && judged.verdict !== 'failed';
    emit({
      type: 'case-finished',
      id,
      verdict: unjudged ? judged.verdict : caseVerdict(findings, strict),
      ...(unjudged && judged.reason !== undefined && { reason: judged.reason }),
      durationMs: shown.reduce((sum, { finished }) => sum + (finished?.durationMs ?? 0), 0),
      findings,
    });
  }
}
