import { payoutToken } from '../../contract/calls/payout-token/call';
import { deriveVariables } from '../../contract/derive';
import { resolveRequest } from '../../contract/request';
import { referenceNames } from '../../contract/types';
import { answered, inconclusive, jsonBody, namedByServer } from '../answers';
import type { DiagnosisCode } from '../diagnoses';
import type { HttpOutcome, Step, StepContext, StepResult } from '../types';

type Response = Extract<HttpOutcome, { kind: 'response' }>;

/** Which of the suspects a status speaks of, the likeliest first. */
const explains: Readonly<Record<401 | 403, readonly DiagnosisCode[]>> = {
  401: ['payout-token-given', 'management-token-expired', 'account-key'],
  403: ['payout-token-given', 'account-key', 'tenant-differs'],
};

function refusal(outcome: Response & { status: 401 | 403 }, { known, settings }: StepContext): StepResult {
  const own = settings.IMBURSE_MANAGEMENT_TOKEN !== undefined;
  const plain = outcome.status === 403 ? 'role-missing' : own ? 'management-token-refused' : 'fetched-token-refused';
  const suspect = explains[outcome.status].find((code) => known.suspects.includes(code));
  const good = own && known.fetchedToken !== undefined;
  const seen = [
    `answered ${answered(outcome)}`,
    ...(good ? ['the key pair is good: without IMBURSE_MANAGEMENT_TOKEN, a token is fetched with it'] : []),
  ];
  return { state: 'failed', seen, diagnosis: namedByServer(outcome) ?? suspect ?? plain };
}

/** Does the target give a payout token for the management token? */
export const payoutTokenStep: Step = {
  id: 'payout-token',
  title: 'Payout token',
  evidence: ['C1', 'C5', 'C6', 'C9'],
  checkedBy: 'server',
  run: async (context) => {
    const { target, host, known, send, secrets } = context;
    const credentials = { managementToken: known.managementToken, hmacPath: '' };
    const values = deriveVariables(['managementToken', ...referenceNames], credentials, undefined, host);
    const request = resolveRequest(payoutToken.valid, target.baseUrl, values);
    const outcome = await send(request);
    const trouble = inconclusive(outcome);
    if (trouble || outcome.kind === 'failure') return trouble!;
    const { status } = outcome;
    if (status === 401 || status === 403) return refusal({ ...outcome, status }, context);
    if (status === 404 || status === 410) {
      return { state: 'inconclusive', seen: [`answered ${answered(outcome)}`], diagnosis: 'call-not-offered' };
    }
    const token = jsonBody(outcome)?.accessToken;
    if (status < 200 || status >= 300 || typeof token !== 'string' || token === '') {
      const seen = [`answered ${answered(outcome)}${status < 300 ? ' without a token' : ''}`];
      return { state: 'inconclusive', seen, diagnosis: 'answer-unexpected' };
    }
    secrets.learn(token, 'payout token');
    return {
      state: 'ok',
      seen: [`the target accepted the management token (${status})`],
      found: { payoutToken: token, payoutRequest: request, payoutAnswer: outcome },
    };
  },
};
