import { type Example, type IncorrectExample, type RuleExamples, refused } from './example';

const right = (name: string, id: string, code: string): Example => ({
  name,
  case: id,
  response: { status: 400, body: refused(code) },
});
const wrong = (name: string, id: string, code: string, evidence: 'R2' | 'R4' = 'R4'): IncorrectExample => ({
  ...right(name, id, code),
  findings: [{ evidence, where: 'errorCode', level: 'deviation' }],
});

export const errorCodeExamples: RuleExamples = {
  explanation: {
    why: 'The code is the only part of an error that a program can act on. A code that names the wrong reference makes people change what was right.',
    remedy:
      'Use the codes of the order and instruction pages: CUSTOMER_REF_, ORDER_REF_ or INSTRUCTION_REF_ with IS_REQUIRED, LENGTH_OUT_OF_RANGE or CONTAINS_INVALID_CHARACTERS. It is inferred that this call uses them, so a difference fails a run only under --strict.',
  },
  incorrect: [
    wrong('names the wrong reference when one is a number', 'refuse.order-ref.number', 'CUSTOMER_REF_IS_INVALID'),
    {
      name: 'names the order reference when the customer reference is missing',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: refused('ORDER_REF_IS_REQUIRED') },
      findings: [
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
      ],
    },
    wrong('names no reference', 'refuse.order-ref.length-51', 'REQUEST_INVALID'),
    wrong(
      'names the right reference but the wrong problem',
      'refuse.order-ref.length-51',
      'ORDER_REF_IS_REQUIRED',
      'R2',
    ),
    {
      name: 'uses a code of its own for a slash in a reference',
      case: 'refuse.instruction-ref.slash',
      response: { status: 400, body: { errorCodes: ['INSTRUCTION_REF_HAS_A_SLASH'] } },
      findings: [{ evidence: 'R3', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'names all references when only one is invalid',
      case: 'refuse.customer-ref.missing',
      response: {
        status: 400,
        body: { errorCodes: ['CUSTOMER_REF_IS_REQUIRED', 'ORDER_REF_IS_REQUIRED', 'INSTRUCTION_REF_IS_REQUIRED'] },
      },
      findings: [
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
      ],
    },
  ],
  correct: [
    right(
      'uses a code for the whole body when a reference has another JSON type, which the evidence leaves open',
      'refuse.order-ref.number',
      'BODY_INVALID',
    ),
    right('names the reference that is missing', 'refuse.customer-ref.missing', 'CUSTOMER_REF_IS_REQUIRED'),
    {
      name: 'names the reference in the older body',
      case: 'refuse.instruction-ref.slash',
      response: { status: 400, body: { errorCodes: ['INSTRUCTION_REF_CONTAINS_INVALID_CHARACTERS'] } },
    },
    right('names one of three references that are missing', 'body.empty-object', 'INSTRUCTION_REF_IS_REQUIRED'),
    right(
      'reports null as missing or as invalid, which the evidence leaves open',
      'refuse.order-ref.null',
      'ORDER_REF_CONTAINS_INVALID_CHARACTERS',
    ),
    right('returns any code for a body of one mebibyte', 'body.one-mebibyte', 'REQUEST_TOO_LARGE'),
  ],
};
