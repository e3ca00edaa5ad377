import { payoutOptions } from '../../contract/calls/payout-options/call';
import { answered, inconclusive } from '../answers';
import type { Step } from '../types';

/** Is it an API that answers? Asked without credentials, so that nothing else gets to see them. */
export const firstAnswerStep: Step = {
  id: 'first-answer',
  title: 'First answer',
  evidence: ['C13', 'E1'],
  checkedBy: 'server',
  run: async ({ target, send }) => {
    const outcome = await send({ method: 'GET', url: target.baseUrl + payoutOptions.operations[0].path, headers: [] });
    const trouble = inconclusive(outcome);
    if (trouble || outcome.kind === 'failure') return trouble!;
    return {
      state: 'ok',
      seen: [`asked without credentials, answered ${answered(outcome)}`],
      found: { firstAnswer: outcome },
    };
  },
};
