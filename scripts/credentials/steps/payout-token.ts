import { payoutToken } from '../../contract/calls/payout-token/call';
import { deriveVariables } from '../../contract/derive';
import { resolveRequest } from '../../contract/request';
import { referenceNames } from '../../contract/types';
import type { TimedResponse } from '../../http/client';
import { answered, issuedToken, namedByServer, onVerdict } from '../answers';
import type { DiagnosisCode } from '../diagnoses';
import type { CheckStep, StepContext, StepResult } from '../types';

/** The suspects that a status fits, the most likely first. */
const explanations: Readonly<Record<401 | 403, readonly DiagnosisCode[]>> = {
  401: ['payout-token-given', 'management-token-expired', 'account-key'],
  403: ['payout-token-given', 'account-key', 'tenant-differs'],
};

function refused(response: TimedResponse, status: 401 | 403, context: StepContext): StepResult {
  const { known, settings } = context;
  const own = settings.IMBURSE_MANAGEMENT_TOKEN !== undefined;
  const plain = status === 403 ? 'role-missing' : own ? 'management-token-refused' : 'fetched-token-refused';
  const suspect = explanations[status].find((code) => known.suspects.includes(code));
  const keyPairWorks = own && known.fetchedToken !== undefined;
  const seen = [
    `responded ${answered(response, context)}`,
    ...(keyPairWorks ? ['the key pair works: remove IMBURSE_MANAGEMENT_TOKEN to fetch a token with it'] : []),
  ];
  return { state: 'failed', seen, diagnosis: namedByServer(response) ?? suspect ?? plain };
}

/** Does the target issue a payout token for the management token? */
export const payoutTokenStep: CheckStep = {
  id: 'payout-token',
  title: 'Payout token',
  evidence: ['C1', 'C5', 'C6', 'C9'],
  checkedBy: 'server',
  run: async (context) => {
    const { target, host, known, send, secrets } = context;
    const credentials = { managementToken: known.managementToken, hmacPath: '' };
    const values = deriveVariables(['managementToken', ...referenceNames], credentials, undefined, host);
    const request = resolveRequest(payoutToken.valid, target.baseUrl, values);
    return onVerdict(await send(request), context, (response): StepResult => {
      const { status } = response;
      if (status === 401 || status === 403) return refused(response, status, context);
      if (status === 404 || status === 410)
        return {
          state: 'inconclusive',
          seen: [`responded ${answered(response, context)}`],
          diagnosis: 'call-not-offered',
        };
      const issued = issuedToken(response, context);
      if (issued.token === undefined) {
        const named = status < 500 ? namedByServer(response) : undefined;
        if (named !== undefined) return { state: 'failed', seen: [issued.seen], diagnosis: named };
        return { state: 'inconclusive', seen: [issued.seen], diagnosis: 'answer-unexpected' };
      }
      secrets.learn(issued.token, 'payout token');
      return {
        state: 'ok',
        seen: [`the target accepted the management token (${status})`],
        found: { payoutToken: issued.token, payoutRequest: request, payoutAnswer: response },
      };
    });
  },
};
