import { type RuleExamples, refused } from './example';

const code = 'CUSTOMER_REF_IS_REQUIRED';
const recorded = [{ evidence: 'E4a', where: 'body', level: 'observation' }] as const;

export const observedEnvelopeExamples: RuleExamples = {
  explanation: {
    why: 'Two error bodies are documented, and both conform. A client that reads one of them learns nothing from the other, so a change matters to clients.',
    remedy: 'No action is needed. If a change is intended, record the new state with the command accept.',
  },
  incorrect: [
    {
      name: 'lists errors with a correlation id',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: refused(code) },
      findings: recorded,
    },
    {
      name: 'lists error codes',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: { errorCodes: [code] } },
      findings: recorded,
    },
    {
      name: 'has neither of the two error bodies',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: { error: code } },
      findings: recorded,
    },
  ],
  correct: [
    {
      name: 'refuses in a response that this rule does not look at',
      case: 'refuse.order-ref.missing',
      response: { status: 400, body: refused('ORDER_REF_IS_REQUIRED') },
    },
  ],
};
