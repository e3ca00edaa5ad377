import type { ResolvedRequest } from '../contract/request';
import type { SendOutcome } from '../http/client';
import { defined } from '../lib/defined';
import { headerValue } from '../lib/headers';
import type { ExchangeNote, ReportedStep, StepId } from './credential-check-schema';
import { diagnoses } from './diagnoses';
import { jsonBody } from './error-codes';
import { steps } from './steps';
import type { CheckState, CheckStep, Secrets, StepContext, StepResult } from './types';

export interface StepsOptions extends Omit<StepContext, 'known' | 'send'> {
  readonly signal: AbortSignal;
  /** In milliseconds, from any start. */
  readonly elapsed: () => number;
  /** Whether the time for the whole check is over. The signal ends what waits then. */
  readonly isLate: () => boolean;
  /** Called after each step, and for each step that is not reached. */
  readonly onStep: (step: ReportedStep) => void;
}

/** The result of all steps. Texts are redacted; `known` holds secrets. */
export interface StepsOutcome {
  readonly steps: readonly ReportedStep[];
  readonly exchanges: readonly ExchangeNote[];
  readonly known: CheckState;
}

/** The server's own id of an exchange (E5), from the error body or a header. */
function serverCorrelationId(outcome: SendOutcome): string | undefined {
  if (outcome.kind === 'failure') return undefined;
  const id = jsonBody(outcome)?.correlationId ?? headerValue(outcome.headers, 'x-correlation-id');
  return typeof id === 'string' ? id.slice(0, 200) : undefined;
}

function noteOf(
  step: StepId,
  { method, url }: ResolvedRequest,
  correlationId: string,
  outcome: SendOutcome,
  secrets: Secrets,
): ExchangeNote {
  const server = serverCorrelationId(outcome);
  return {
    step,
    method,
    path: new URL(url).pathname,
    correlationId,
    ...(outcome.kind === 'response' ? { status: outcome.status } : { failure: secrets.redact(outcome.message) }),
    ...(server !== undefined && { serverCorrelationId: secrets.redact(server) }),
    durationMs: outcome.kind === 'response' ? outcome.durationMs : 0,
  };
}

const late = 'the time limit for the whole check was reached';

/** Runs one step. An error is a fault of this tool, unless the check was interrupted. */
async function runStep(step: CheckStep, context: StepContext, { signal, isLate }: StepsOptions): Promise<StepResult> {
  try {
    const result = await step.run(context);
    // A stage that the deadline has ended reports how it ended, not why.
    const ended = signal.aborted && isLate() && result.state !== 'ok';
    return ended ? { state: 'inconclusive', seen: [...result.seen, late], diagnosis: 'out-of-time' } : result;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (isLate()) return { state: 'inconclusive', seen: [late], diagnosis: 'out-of-time' };
    return { state: 'inconclusive', seen: ['interrupted'] };
  }
}

function reportStep(step: CheckStep, result: StepResult, durationMs: number, secrets: Secrets): ReportedStep {
  const { id, title, checkedBy } = step;
  const { state, seen, restates, diagnosis, warnings = [] } = result;
  const next = diagnosis ?? warnings[0];
  return {
    id,
    title,
    state: state === 'not-needed' ? 'not-reached' : state,
    checkedBy,
    // What the other side said is redacted already.
    seen: seen.map((text) => secrets.redact(text, { ours: true })),
    evidence: diagnosis ? [...new Set([...step.evidence, ...diagnoses[diagnosis].evidence])] : step.evidence,
    ...(diagnosis && { diagnosis }),
    ...(restates && { restates }),
    warnings,
    ...(next && { next: diagnoses[next].remedy }),
    durationMs,
  };
}

/** The ids of the account and tenant, where they are set: newer endpoints take them with each request (C12). */
const ownerHeaders = ({ settings }: StepsOptions): [string, string][] =>
  Object.entries(
    defined({ 'x-account-id': settings.IMBURSE_ACCOUNT_ID?.value, 'x-tenant-id': settings.IMBURSE_TENANT_ID?.value }),
  );

const hasCredentials = ({ headers }: ResolvedRequest): boolean => headerValue(headers, 'authorization') !== undefined;

/** Runs the steps one by one, until one fails. Whatever the other side does, nothing is thrown. */
export async function runSteps(options: StepsOptions): Promise<StepsOutcome> {
  const { signal, isLate, elapsed, onStep, secrets, host, network } = options;
  let known: CheckState = { suspects: [] };
  let goesOn = true;
  const reported: ReportedStep[] = [];
  const exchanges: ExchangeNote[] = [];
  for (const step of steps) {
    const started = elapsed();
    const send = async (request: ResolvedRequest): Promise<SendOutcome> => {
      const correlationId = host.uniqueId();
      const owner = hasCredentials(request) ? ownerHeaders(options) : [];
      const headers = [...request.headers, ...owner, ['X-Correlation-ID', correlationId] as const];
      const outcome = await network.send({ ...request, headers });
      signal.throwIfAborted();
      exchanges.push(noteOf(step.id, request, correlationId, outcome, secrets));
      return outcome;
    };
    const wasLate = isLate();
    goesOn = goesOn && (wasLate || !signal.aborted);
    const result: StepResult =
      goesOn && wasLate
        ? { state: 'inconclusive', seen: [late], diagnosis: 'out-of-time' }
        : goesOn
          ? await runStep(step, { ...options, known, send }, options)
          : { state: 'not-needed', seen: [] };
    const { found = {}, state, goOn = false } = result;
    known = { ...known, ...found, suspects: [...known.suspects, ...(found.suspects ?? [])] };
    goesOn = goesOn && (goOn || state === 'ok' || state === 'not-needed');
    const done = reportStep(step, result, Math.round(elapsed() - started), secrets);
    reported.push(done);
    onStep(done);
  }
  return { steps: reported, exchanges, known };
}
