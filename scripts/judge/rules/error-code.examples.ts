import { type RuleExamples, refused } from './example';

const bad = (code: string) => ({ status: 400, body: refused(code) });

export const errorCodeExamples: RuleExamples = {
  explanation: {
    why: 'The code is the only part of an error that a program can act on. One that names another reference sends people to mend what was right.',
    remedy:
      'Use the codes of the order and instruction pages: CUSTOMER_REF_, ORDER_REF_ or INSTRUCTION_REF_ with IS_REQUIRED, LENGTH_OUT_OF_RANGE or CONTAINS_INVALID_CHARACTERS. That this call uses them is inferred, so that a difference fails a run only under --strict.',
  },
  incorrect: [
    {
      name: 'accuses another reference, where one is a number',
      case: 'refuse.order-ref.number',
      response: bad('CUSTOMER_REF_IS_INVALID'),
      findings: [{ evidence: 'R4', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'accuses the order reference, where the customer reference is missing',
      case: 'refuse.customer-ref.missing',
      response: bad('ORDER_REF_IS_REQUIRED'),
      findings: [
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
        { evidence: 'R4', where: 'errorCode', level: 'deviation' },
      ],
    },
    {
      name: 'names no reference',
      case: 'refuse.order-ref.length-51',
      response: bad('REQUEST_INVALID'),
      findings: [{ evidence: 'R4', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'names the reference, and another fault',
      case: 'refuse.order-ref.length-51',
      response: bad('ORDER_REF_IS_REQUIRED'),
      findings: [{ evidence: 'R2', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'names a slash in a reference by a code of its own',
      case: 'refuse.instruction-ref.slash',
      response: { status: 400, body: { errorCodes: ['INSTRUCTION_REF_HAS_A_SLASH'] } },
      findings: [{ evidence: 'R3', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'accuses all references, where one is at fault',
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
    {
      name: 'answers another JSON type with a code for the whole body, which the evidence leaves open',
      case: 'refuse.order-ref.number',
      response: bad('BODY_INVALID'),
    },
    {
      name: 'names the reference that is missing',
      case: 'refuse.customer-ref.missing',
      response: bad('CUSTOMER_REF_IS_REQUIRED'),
    },
    {
      name: 'names the reference in the older body',
      case: 'refuse.instruction-ref.slash',
      response: { status: 400, body: { errorCodes: ['INSTRUCTION_REF_CONTAINS_INVALID_CHARACTERS'] } },
    },
    {
      name: 'names one of three references that are missing',
      case: 'body.empty-object',
      response: bad('INSTRUCTION_REF_IS_REQUIRED'),
    },
    {
      name: 'calls null missing or invalid, which the evidence leaves open',
      case: 'refuse.order-ref.null',
      response: bad('ORDER_REF_CONTAINS_INVALID_CHARACTERS'),
    },
    {
      name: 'answers a body of a mebibyte with any code',
      case: 'body.one-mebibyte',
      response: bad('REQUEST_TOO_LARGE'),
    },
  ],
};
