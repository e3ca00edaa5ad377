import { type RuleExamples, refused } from './example';

const code = 'CUSTOMER_REF_IS_REQUIRED';
const recorded = [{ evidence: 'E4', where: 'body', level: 'observation' }] as const;

export const observedEnvelopeExamples: RuleExamples = {
  explanation: {
    why: 'Two error bodies are documented, and both conform. A client that reads the one learns nothing from the other, so that a change matters to it.',
    remedy: 'Nothing has to be done. Record the new state with accept when the change is intended.',
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
      name: 'has an error body of neither kind',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: { error: code } },
      findings: recorded,
    },
  ],
  correct: [
    {
      name: 'refuses in a response that is not looked at for this',
      case: 'refuse.order-ref.missing',
      response: { status: 400, body: refused('ORDER_REF_IS_REQUIRED') },
    },
  ],
};
