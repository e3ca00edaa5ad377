import { cases } from '../contract';
import { tokenCase } from '../contract/calls/management-token/call';
import type { Exchange } from '../contract/exchange';
import { newmanEngine } from '../http/newman';
import { runCollection } from '../http/newman-collection';
import { isInfrastructure } from '../judge/retry';
import type { Io } from '../lib/io';
import { plural } from '../lib/plural';
import { shellQuote } from '../lib/shell';
import { recordExchange, recordFinding } from '../report/record';
import type { PlannedCase } from '../report/types';
import type { Reporting } from '../reporters/reporting';
import { Execution } from '../run/execute';
import { planRun } from '../run/plan';
import type { UserRequest } from '../run/user-collection';
import { type UserCollection, variableNames } from './open-collection';
import { conduct, type RunRequest, type Work } from './run-session';

const plannedRequest = ({ itemId, title, folder, checked }: UserRequest, file: string): PlannedCase => ({
  id: itemId,
  title,
  theme: folder,
  tags: [checked.call],
  evidence: [],
  reproduce: `payout-contract run --collection ${shellQuote(file)}`,
});

/** Runs a collection of the user's own, scripts included, and judges every answer of a call that the contract knows. */
export async function runUserCollection(
  { file, collection, requests, wantsToken }: UserCollection,
  request: RunRequest,
  reporting: Reporting,
  io: Io,
): Promise<number> {
  const { target, credentials, fetchesToken } = request;
  let failedAssertions = 0;
  const tokenPlan = planRun(fetchesToken && wantsToken ? cases : [], { ids: [tokenCase] }, true);

  const send: Work['send'] = async ({ signal, stop, emit, redactor, watchdog }) => {
    const engine = newmanEngine(target.baseUrl, request.route);
    const execution = new Execution(tokenPlan, {
      ...request,
      engine,
      signal,
      stop,
      redactor,
      emit,
      watchdog,
    });
    await execution.run();
    const managementToken = credentials.managementToken ?? execution.managementToken;
    const values = { ...credentials, managementToken, baseUrl: target.baseUrl };
    const variables = Object.fromEntries(
      variableNames.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    );
    const last = new Map<string, Exchange[]>();
    failedAssertions = await runCollection({
      collection,
      variables,
      timeoutMs: request.timeoutMs,
      ...(request.route && { route: request.route }),
      signal,
      onExchange: (exchange) => {
        if (!requests.some(({ itemId }) => itemId === exchange.caseId)) return;
        if (!last.has(exchange.caseId)) emit({ type: 'case-started', id: exchange.caseId });
        last.set(exchange.caseId, [...(last.get(exchange.caseId) ?? []), exchange]);
        emit({ type: 'exchange', id: exchange.caseId, exchange: recordExchange(exchange, redactor) });
      },
    });
    for (const { checked } of requests) {
      const exchanges = last.get(checked.id) ?? [];
      // Whether the collection would have sent it is not known: the end of the run is why it was not.
      if (exchanges.length === 0 && signal.aborted) continue;
      const secrets = [credentials.privateKey, managementToken].filter((secret) => secret !== undefined);
      const judgements = await Promise.all(
        exchanges.map((exchange) =>
          watchdog.judge(exchange, checked, {
            now: exchange.outcome.kind === 'response' ? exchange.outcome.receivedAt : 0,
            secrets,
            strict: request.strict,
          }),
        ),
      );
      const worst =
        judgements.find(({ verdict }) => verdict === 'failed') ??
        judgements.find(({ internalErrors }) => internalErrors) ??
        judgements.at(-1);
      emit({
        type: 'case-finished',
        id: checked.id,
        ...(worst
          ? { verdict: worst.verdict, ...(worst.reason && { reason: redactor.redact(worst.reason) }) }
          : { verdict: 'skipped', reason: 'the collection did not send it' }),
        ...(worst?.verdict === 'passed' && exchanges.some(isInfrastructure) && { flaky: true }),
        durationMs: exchanges.reduce(
          (sum, { outcome }) => sum + (outcome.kind === 'response' ? outcome.durationMs : 0),
          0,
        ),
        findings: judgements.flatMap(({ findings }) => findings.map((finding) => recordFinding(finding, redactor))),
      });
    }
  };
  const tokenCases = tokenPlan.cases.map(({ id, title, theme, tags, evidence }) => ({
    id,
    title,
    theme,
    tags,
    evidence,
    reproduce: `payout-contract run --case ${id}`,
  }));
  const planned = [...tokenCases, ...requests.map((one) => plannedRequest(one, file))];
  const exitCode = await conduct({ cases: planned, send }, request, reporting, io);
  if (failedAssertions > 0) {
    const said = `${plural(failedAssertions, 'assertion')} of the collection's own failed`;
    io.stderr.write(`note: ${said}; they say nothing about the contract\n`);
  }
  return exitCode;
}
