import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { judge } from '../checker/judge';
import { isInfrastructure } from '../checker/retry';
import { cases } from '../contract';
import { tokenCase } from '../contract/calls/management-token/call';
import type { Exchange } from '../contract/exchange';
import { newmanEngine } from '../engines/newman';
import { runCollection } from '../engines/newman-collection';
import { isJsonObject } from '../lib/json';
import { plural } from '../lib/plural';
import { shellQuote } from '../lib/shell';
import { UserError } from '../lib/user-error';
import { Execution } from '../run/execute';
import { planRun } from '../run/plan';
import { recordExchange, recordFinding } from '../run/record';
import { readUserCollection, type UserRequest, unresolvedVariables } from '../run/user-collection';
import type { PlannedCase } from '../verdict/types';
import type { Io } from './io';
import type { Reporting } from './reporting';
import { conduct, type RunRequest, type Work } from './run-session';

const variableNames = [
  'baseUrl',
  'managementToken',
  'publicKey',
  'privateKey',
  'expiredToken',
  'accountId',
  'tenantId',
] as const;

/** A collection of the user's own that can be run. */
export interface UserCollection {
  readonly file: string;
  readonly collection: object;
  readonly requests: readonly UserRequest[];
}

function readJson(file: string, cwd: string): { text: string; collection: object } {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new UserError(
      `--collection: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
      'check the path',
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { text, collection: value };
  } catch {
    // Told below: what is no JSON is no collection either.
  }
  throw new UserError(
    `--collection: ${file} is not a Postman collection`,
    'export the collection from Postman in format 2.1',
  );
}

const planned = ({ itemId, title, folder, checked }: UserRequest, file: string): PlannedCase => ({
  id: itemId,
  title,
  theme: folder,
  tags: [checked.call],
  evidence: [],
  reproduce: `payout-contract run --collection ${shellQuote(file)}`,
});

/**
 * Reads a collection of the user's own.
 *
 * @param hasValue whether the settings give a credential a value
 * @throws UserError for a file that is no collection, holds nothing to check, or uses a variable without a value
 */
export function openUserCollection(
  file: string,
  cwd: string,
  hasValue: (name: Exclude<(typeof variableNames)[number], 'baseUrl'>) => boolean,
): UserCollection {
  const { text, collection } = readJson(file, cwd);
  const requests = readUserCollection(collection, file);
  const given = variableNames.filter((name) => name === 'baseUrl' || hasValue(name));
  const unresolved = unresolvedVariables(text, collection, given);
  if (unresolved.length > 0) {
    throw new UserError(
      `${file} uses variables that have no value: ${unresolved.join(', ')}`,
      `settings give ${variableNames.join(', ')}; give the others in the collection`,
    );
  }
  return { file, collection, requests };
}

/** Runs a collection of the user's own, scripts included, and judges every answer of a call that the contract knows. */
export async function runUserCollection(
  { file, collection, requests }: UserCollection,
  request: RunRequest,
  reporting: Reporting,
  io: Io,
): Promise<number> {
  const { target, credentials, fetchesToken } = request;
  const tokenPlan = planRun(fetchesToken ? cases : [], { ids: [tokenCase] }, true);

  const send: Work['send'] = async ({ signal, stop, emit, redactor }) => {
    const engine = newmanEngine(target.baseUrl);
    const execution = new Execution(tokenPlan, {
      ...request,
      engine,
      signal,
      onBail: () => stop('bail'),
      redactor,
      emit,
    });
    await execution.run();
    const managementToken = credentials.managementToken ?? execution.managementToken;
    const values = { ...credentials, managementToken, baseUrl: target.baseUrl };
    const variables = Object.fromEntries(
      variableNames.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    );
    const last = new Map<string, Exchange[]>();
    const failedAssertions = await runCollection({
      collection,
      variables,
      timeoutMs: request.timeoutMs,
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
      const secrets = [credentials.privateKey, managementToken].filter((secret) => secret !== undefined);
      const judgements = exchanges.map((exchange) =>
        judge(exchange, checked, {
          now: exchange.outcome.kind === 'response' ? exchange.outcome.receivedAt : 0,
          secrets,
          strict: request.strict,
        }),
      );
      const worst = judgements.find(({ verdict }) => verdict === 'failed') ?? judgements.at(-1);
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
    if (failedAssertions > 0)
      io.stderr.write(
        `note: ${plural(failedAssertions, 'assertion')} of the collection's own failed; they say nothing about the contract\n`,
      );
  };
  const tokenCases = tokenPlan.cases.map(({ id, title, theme, tags, evidence }) => ({
    id,
    title,
    theme,
    tags,
    evidence,
    reproduce: `payout-contract run --case ${id}`,
  }));
  return conduct(
    { cases: [...tokenCases, ...requests.map((one) => planned(one, file))], send },
    request,
    reporting,
    io,
  );
}
