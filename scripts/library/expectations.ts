import { caseVerdict } from '../judge/case-verdict';
import { defined } from '../lib/defined';
import { checkExchange } from '.';
import { clientsText, responseText, tokenFindingsText } from './messages';
import type { ClientReport } from './sandbox-types';
import { tokenFindings } from './token';
import type { CheckOptions, ExchangeInput, References, ResponseLike } from './types';

/** What is known of a response besides itself, and how it is judged. */
export interface ContractExpectation extends Omit<ExchangeInput, 'response'>, CheckOptions {}

/** What a payout token is for. */
export interface TokenExpectation {
  /** The references that it must hold; any if absent. */
  readonly for?: References;
}

/** Anything with a report about its clients: a sandbox. */
export interface Reporting {
  clientReport(): Promise<ClientReport>;
}

/** Whether something holds, and the message that says why. `undefined`: it could not be judged. */
export interface Outcome {
  readonly holds: boolean | undefined;
  readonly message: string;
}

/** Whether a response keeps the contract. */
export async function keepsContract(response: ResponseLike, expectation: ContractExpectation = {}): Promise<Outcome> {
  const { request, call, receivedAt, durationMs, ...options } = expectation;
  const result = await checkExchange({ response, ...defined({ request, call, receivedAt, durationMs }) }, options);
  const { strict = false, side } = options;
  const counted = result.findings.filter((finding) => caseVerdict([finding], strict, side) === 'failed');
  const holds = result.verdict === 'passed' ? true : result.verdict === 'failed' ? false : undefined;
  return { holds, message: responseText(result, counted) };
}

/** Whether a text is a payout token. */
export function isPayoutToken(token: unknown, expectation: TokenExpectation = {}): Outcome {
  const kind = token === null ? 'null' : typeof token;
  if (typeof token !== 'string') return { holds: false, message: `A payout token is a string, and this is ${kind}.` };
  const findings = tokenFindings(token, expectation.for, Date.now());
  return { holds: findings.length === 0, message: tokenFindingsText(findings) };
}

/** Whether the clients of a sandbox made no mistake. */
export async function isUsedCorrectly(sandbox: Reporting): Promise<Outcome> {
  const given: unknown = sandbox;
  if (typeof given !== 'object' || given === null || typeof sandbox.clientReport !== 'function')
    throw new TypeError('this is not a sandbox: give what startSandbox of payout-contract/sandbox returned');
  const report = await sandbox.clientReport();
  const { verdict } = report;
  return { holds: verdict === 'skipped' ? undefined : verdict === 'passed', message: clientsText(report) };
}
