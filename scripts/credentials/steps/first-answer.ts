import { payoutOptions } from '../../contract/calls/payout-options/call';
import { answered, onAnswer } from '../answers';
import type { CheckStep } from '../types';

/** Does the API answer? Asked without credentials, so that nothing else can receive them. */
export const firstAnswerStep: CheckStep = {
  id: 'first-answer',
  title: 'First answer',
  evidence: ['C13', 'E1b'],
  checkedBy: 'server',
  run: async (context) => {
    const { target, send } = context;
    const outcome = await send({ method: 'GET', url: target.baseUrl + payoutOptions.operations[0].path, headers: [] });
    return onAnswer(outcome, context, (response) => ({
      state: 'ok',
      seen: [`responded ${answered(response, context)} to a request without credentials`],
      found: { firstAnswer: response },
    }));
  },
};
