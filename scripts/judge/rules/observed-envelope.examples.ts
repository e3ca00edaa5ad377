import { type IncorrectExample, type RuleExamples, refused } from './example';

const code = 'CUSTOMER_REF_IS_REQUIRED';
const recorded = (name: string, body: object): IncorrectExample => ({
  name,
  case: 'refuse.customer-ref.missing',
  response: { status: 400, body },
  findings: [{ evidence: 'E4a', where: 'body', level: 'observation' }],
});

export const observedEnvelopeExamples: RuleExamples = {
  explanation: {
    why: 'Two error bodies are documented, and both conform. A client that reads one of them learns nothing from the other, so a change matters to clients.',
    remedy: 'No action is needed. If a change is intended, record the new state with the command accept.',
  },
  incorrect: [
    recorded('lists errors with a correlation id', refused(code)),
    recorded('lists error codes', { errorCodes: [code] }),
    recorded('has neither of the two error bodies', { error: code }),
  ],
  correct: [
    {
      name: 'refuses in a response that this rule does not look at',
      case: 'refuse.order-ref.missing',
      response: { status: 400, body: refused('ORDER_REF_IS_REQUIRED') },
    },
  ],
};
