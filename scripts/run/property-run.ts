import type * as FastCheck from 'fast-check';
import { type ContractProperty, caseOf } from '../contract/properties';
import type { RequestChange } from '../contract/types';
import { caseVerdict } from '../judge/case-verdict';
import { hash32 } from '../lib/seeded-random';
import type { Finding, RecordedExchange, RunEvent } from '../report/types';
import { Execution } from './execute';
import type { Session } from './session';

type CaseFinished = Extract<RunEvent, { type: 'case-finished' }>;

/** The outcome of one generated request. */
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

/** Tries a property on generated requests. For each cause of failure, only the smallest request is reported. */
export class PropertyRun {
  constructor(
    /** The session in which the controls were sent. */
    readonly session: Session,
    readonly fc: typeof FastCheck,
  ) {}

  /** @param runs how many requests are generated, not counting those that look for a smaller one */
  async try(property: ContractProperty, runs: number): Promise<void> {
    const { emit, options, signal } = this.session.parts;
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
        { seed: (options.sending.seed ^ hash32(id) ^ known.size) | 0, numRuns: runs - drawn },
      );
      drawn += details.numRuns;
      if (smallest?.cause === undefined) break;
      known.set(smallest.cause, smallest);
    }
    if (!signal.aborted) this.#finish(id, [...known.values()], last);
  }

  async #attempt(property: ContractProperty, change: RequestChange): Promise<Attempt> {
    const contractCase = caseOf(property, change);
    const events: RunEvent[] = [];
    const plan = { cases: [contractCase], stages: [[contractCase]] };
    await new Execution(plan, this.session, (event) => void events.push(event), false).run();
    const finished = events.find((event) => event.type === 'case-finished');
    const exchanges = events.flatMap((event) => (event.type === 'exchange' ? [event.exchange] : []));
    return { finished, exchanges, cause: causeOf(finished) };
  }

  #finish(id: string, causes: readonly Attempt[], last: Attempt | undefined): void {
    const { emit, options } = this.session.parts;
    const shown = causes.length > 0 ? causes : last ? [last] : [];
    for (const exchange of shown.flatMap(({ exchanges }) => exchanges.slice(-1)))
      emit({ type: 'exchange', id, exchange });
    const findings = causes.flatMap(({ finished, exchanges }) => {
      const sample = exchanges.at(-1)?.request.body;
      const counted = (finished?.findings ?? []).filter(counts);
      return counted.map((finding) => ({ ...finding, ...(sample !== undefined && { sample }) }));
    });
    const judged = last?.finished;
    const unjudged = findings.length === 0 && judged && judged.verdict !== 'passed' && judged.verdict !== 'failed';
    emit({
      type: 'case-finished',
      id,
      verdict: unjudged ? judged.verdict : caseVerdict(findings, options.judging.strict),
      ...(unjudged && judged.reason !== undefined && { reason: judged.reason }),
      ...(unjudged && judged.blockedBy !== undefined && { blockedBy: judged.blockedBy }),
      durationMs: shown.reduce((sum, { finished }) => sum + (finished?.durationMs ?? 0), 0),
      findings,
    });
  }
}
