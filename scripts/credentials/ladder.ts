import type { ResolvedRequest } from '../contract/request';
import { headerValue } from '../lib/headers';
import { mapStrings } from '../lib/map-strings';
import { jsonBody } from './answers';
import type { ExchangeNote, Rung, RungId } from './credential-check-schema';
import { type DiagnosisCode, diagnosisOf } from './diagnoses';
import { steps } from './steps';
import type { HttpOutcome, Known, Secrets, Step, StepContext, StepResult } from './types';

export interface LadderOptions extends Omit<StepContext, 'known' | 'send'> {
  readonly signal: AbortSignal;
  /** In milliseconds, from any start. */
  readonly elapsed: () => number;
  /** Called as each rung is done, also for those that are not reached. */
  readonly onRung: (rung: Rung) => void;
}

/** What climbing came to. Texts are redacted. */
export interface Climb {
  readonly rungs: readonly Rung[];
  readonly exchanges: readonly ExchangeNote[];
  readonly known: Known;
}

/** The server's own id of an exchange (E5), from the error body or a header. */
function serverCorrelationId(outcome: HttpOutcome): string | undefined {
  if (outcome.kind === 'failure') return undefined;
  const id = jsonBody(outcome)?.correlationId ?? headerValue(outcome.headers, 'x-correlation-id');
  return typeof id === 'string' ? id.slice(0, 200) : undefined;
}

function noteOf(
  rung: RungId,
  { method, url }: ResolvedRequest,
  correlationId: string,
  outcome: HttpOutcome,
): ExchangeNote {
  const server = serverCorrelationId(outcome);
  return {
    rung,
    method,
    path: new URL(url).pathname,
    correlationId,
    ...(outcome.kind === 'response' ? { status: outcome.status } : { failure: outcome.code || outcome.message }),
    ...(server !== undefined && { serverCorrelationId: server }),
    durationMs: outcome.kind === 'response' ? outcome.durationMs : 0,
  };
}

/** A step that throws has no verdict: the ladder ends, and the fault is not the partner's. */
async function attempt(step: Step, context: StepContext, signal: AbortSignal): Promise<StepResult> {
  try {
    return await step.run(context);
  } catch (error) {
    if (!signal.aborted) throw error;
    return { state: 'inconclusive', seen: ['interrupted'] };
  }
}

function rungOf(step: Step, result: StepResult, durationMs: number, secrets: Secrets): Rung {
  const { id, title, checkedBy } = step;
  const { state, seen, diagnosis, warnings = [] } = result;
  const told: DiagnosisCode | undefined = diagnosis ?? warnings[0];
  return {
    id,
    title,
    state: state === 'not-needed' ? 'not-reached' : state,
    checkedBy,
    seen: mapStrings(seen, (text) => secrets.redact(text)),
    evidence: diagnosis ? [...new Set([...step.evidence, ...diagnosisOf(diagnosis).evidence])] : step.evidence,
    ...(diagnosis && { diagnosis }),
    warnings,
    ...(told && { next: diagnosisOf(told).remedy }),
    durationMs,
  };
}

/** Climbs the rungs one by one, until one fails. Nothing is thrown for what the other side does. */
export async function climb(options: LadderOptions): Promise<Climb> {
  const { signal, elapsed, onRung, secrets, host, network } = options;
  let known: Known = { suspects: [] };
  let standing = true;
  const rungs: Rung[] = [];
  const exchanges: ExchangeNote[] = [];
  for (const step of steps) {
    const started = elapsed();
    const send = async (request: ResolvedRequest): Promise<HttpOutcome> => {
      const correlationId = host.uniqueId();
      const headers = [...request.headers, ['X-Correlation-ID', correlationId] as const];
      const outcome = await network.send({ ...request, headers });
      exchanges.push(mapStrings(noteOf(step.id, request, correlationId, outcome), (text) => secrets.redact(text)));
      return outcome;
    };
    standing = standing && !signal.aborted;
    const result: StepResult = standing
      ? await attempt(step, { ...options, known, send }, signal)
      : { state: 'not-needed', seen: [] };
    const { found = {}, state, goOn = false } = result;
    known = { ...known, ...found, suspects: [...known.suspects, ...(found.suspects ?? [])] };
    standing = standing && (goOn || state === 'ok' || state === 'not-needed');
    const rung = rungOf(step, result, Math.round(elapsed() - started), secrets);
    rungs.push(rung);
    onRung(rung);
  }
  return { rungs, exchanges, known };
}
