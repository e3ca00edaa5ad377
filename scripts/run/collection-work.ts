import { cases } from '../contract';
import { tokenCase } from '../contract/calls/management-token/call';
import type { Exchange } from '../contract/exchange';
import { runCollection } from '../http/newman-collection';
import { isInfrastructure } from '../judge/retry';
import { shellQuote } from '../lib/shell';
import { recordExchange, recordFinding } from '../report/record';
import type { PlannedCase, RunEvent } from '../report/types';
import { plannedCase } from './contract-work';
import type { Environment } from './environment/environment';
import { Execution } from './execute';
import type { Work } from './lifecycle';
import { planRun } from './plan';
import type { Session } from './session';
import { type UserCollection, type UserRequest, variableNames } from './user-collection';

const plannedRequest = ({ itemId, title, folder, checked }: UserRequest, file: string): PlannedCase => ({
  id: itemId,
  title,
  theme: folder,
  tags: [checked.call],
  evidence: [],
  reproduce: `payout-contract run --collection ${shellQuote(file)}`,
});

/** Judges every response to a request; the worst judgement is the verdict. */
function judged(session: Session, { checked }: UserRequest, exchanges: readonly Exchange[]): RunEvent {
  const { redactor } = session.parts;
  const judgements = exchanges.map((exchange) => session.judge(checked, exchange));
  const worst =
    judgements.find(({ verdict }) => verdict === 'failed') ??
    judgements.find(({ internalErrors }) => internalErrors) ??
    judgements.at(-1);
  return {
    type: 'case-finished',
    id: checked.id,
    ...(worst
      ? { verdict: worst.verdict, ...(worst.reason && { reason: redactor.redact(worst.reason) }) }
      : { verdict: 'skipped', reason: 'the collection did not send it' }),
    ...(worst?.verdict === 'passed' && exchanges.some(isInfrastructure) && { flaky: true }),
    durationMs: exchanges.reduce((sum, { outcome }) => sum + (outcome.kind === 'response' ? outcome.durationMs : 0), 0),
    findings: judgements.flatMap(({ findings }) => findings.map((finding) => recordFinding(finding, redactor))),
  };
}

/**
 * Runs a collection of the user's own, scripts included, and judges the responses of the calls that the contract knows.
 *
 * @param onFailedAssertions told how many assertions of the collection's own failed
 */
export function collectionWork(
  { file, collection, requests, wantsToken }: UserCollection,
  { fetchesToken }: Environment,
  onFailedAssertions: (count: number) => void,
): Work {
  const tokenPlan = planRun(fetchesToken && wantsToken ? cases : [], { ids: [tokenCase] }, true);
  const ids = new Set(requests.map(({ itemId }) => itemId));

  const sendCollection = async (session: Session): Promise<void> => {
    const { environment, options, signal, emit, redactor } = session.parts;
    const { target, route } = environment;
    const values = { ...session.credentials, baseUrl: target.baseUrl };
    const exchanges = new Map<string, Exchange[]>();
    const failed = await runCollection({
      collection,
      variables: Object.fromEntries(
        variableNames.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
      ),
      timeoutMs: options.sending.timeoutMs,
      route,
      signal,
      onExchange: (exchange) => {
        const { caseId: id } = exchange;
        if (!ids.has(id)) return;
        if (!exchanges.has(id)) emit({ type: 'case-started', id });
        exchanges.set(id, [...(exchanges.get(id) ?? []), exchange]);
        emit({ type: 'exchange', id, exchange: recordExchange(exchange, redactor) });
      },
    });
    onFailedAssertions(failed);
    for (const request of requests) {
      const own = exchanges.get(request.itemId) ?? [];
      // If the run was stopped, the collection might still have sent it, so the end of the run is the reason.
      if (own.length > 0 || !signal.aborted) emit(judged(session, request, own));
    }
  };
  return {
    planned: [
      ...tokenPlan.cases.map((one) => plannedCase(one, { reproduce: `payout-contract run --case ${one.id}` })),
      ...requests.map((one) => plannedRequest(one, file)),
    ],
    cases: tokenPlan.cases,
    phases: [(session) => new Execution(tokenPlan, session).run(), sendCollection],
    header: { collection: file },
  };
}
