import { payoutOptions } from '../../contract/calls/payout-options/call';
import { resolveRequest } from '../../contract/request';
import { plural } from '../../lib/plural';
import { answered, onVerdict } from '../answers';
import { isNotOffered, jsonBody, namedByServer, refusesCredentials } from '../error-codes';
import type { CheckStep } from '../types';

/** Does the target accept the payout token? */
export const payoutOptionsStep: CheckStep = {
  id: 'payout-options',
  title: 'Payout options',
  evidence: ['C8'],
  checkedBy: 'server',
  run: async (context) => {
    const { target, known, send } = context;
    const values = { ...(known.payoutToken !== undefined && { capturedToken: known.payoutToken }) };
    return onVerdict(await send(resolveRequest(payoutOptions.valid, target.baseUrl, values)), context, (response) => {
      const seen = [`responded ${answered(response, context)}`];
      const { status } = response;
      if (refusesCredentials(response))
        return { state: 'failed', seen, diagnosis: namedByServer(response) ?? 'payout-token-refused' };
      if (isNotOffered(response)) return { state: 'inconclusive', seen, diagnosis: 'options-not-offered' };
      const rewards = jsonBody(response)?.rewards;
      if (status !== 200 || !Array.isArray(rewards))
        return { state: 'inconclusive', seen, diagnosis: 'answer-unexpected' };
      return { state: 'ok', seen: [`the target accepted the payout token: ${plural(rewards.length, 'reward')}`] };
    });
  },
};
