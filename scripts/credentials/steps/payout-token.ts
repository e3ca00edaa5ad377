import { payoutToken } from '../../contract/calls/payout-token/call';
import { deriveVariables } from '../../contract/derive';
import { resolveRequest } from '../../contract/request';
import { referenceNames } from '../../contract/types';
import type { TimedResponse } from '../../http/client';
import { answered, onVerdict, tokenOrSeen } from '../answers';
import type { DiagnosisCode } from '../diagnoses';
import { isNotOffered, namedByServer, namesExpiry, refusesCredentials } from '../error-codes';
import type { CheckStep, StepContext, StepResult } from '../types';

/** The suspects that fit a token that is refused, and one that is not allowed to, the most likely first. */
const explanations: Readonly<Record<'refused' | 'forbidden', readonly DiagnosisCode[]>> = {
  refused: ['payout-token-given', 'management-token-expired', 'management-token-not-yet-valid', 'account-key'],
  forbidden: ['payout-token-given', 'account-key', 'tenant-differs'],
};

function refused(response: TimedResponse, context: StepContext): StepResult {
  const { known, settings } = context;
  const own = settings.IMBURSE_MANAGEMENT_TOKEN !== undefined;
  const how = response.status === 403 ? 'forbidden' : 'refused';
  const ofToken = own ? 'management-token-refused' : 'fetched-token-refused';
  const plain =
    own && namesExpiry(response) ? 'management-token-expired' : how === 'forbidden' ? 'role-missing' : ofToken;
  const suspect = explanations[how].find((code) => known.suspects.includes(code));
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
      if (refusesCredentials(response)) return refused(response, context);
      const seen = [`responded ${answered(response, context)}`];
      if (isNotOffered(response)) return { state: 'inconclusive', seen, diagnosis: 'call-not-offered' };
      const issued = tokenOrSeen('payout-token', response, context);
      if (issued.token === undefined)
        return { state: 'inconclusive', seen: [issued.seen], diagnosis: 'answer-unexpected' };
      secrets.learn(issued.token, 'payout token');
      return {
        state: 'ok',
        seen: [`the target accepted the management token (${response.status})`],
        found: { payoutToken: issued.token, payoutRequest: request, payoutAnswer: response },
      };
    });
  },
};
