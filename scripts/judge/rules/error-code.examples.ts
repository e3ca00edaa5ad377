import { type RuleExamples, refused } from './example';

const bad = (code: string) => ({ status: 400, body: refused(code) });

export const errorCodeExamples: RuleExamples = {
  explanation: {
    why: 'The code is the only part of an error that a program can act on. A code that names the wrong reference makes people change what was right.',
    remedy:
      'Use the codes of the order and instruction pages: CUSTOMER_REF_, ORDER_REF_ or INSTRUCTION_REF_ with IS_REQUIRED, LENGTH_OUT_OF_RANGE or CONTAINS_INVALID_CHARACTERS. It is inferred that this call uses them, so a difference fails a run only under --strict.',
  },
  incorrect: [
    {
      name: 'names the wrong reference when one is a number',
      case: 'refuse.order-ref.number',
      response: bad('CUSTOMER_REF_IS_INVALID'),
      findings: [{ evidence: 'R4', where: 'errorCode', level: 'deviation' }],
    },
    {
      name: 'names the order reference when the customer reference is missing',
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
      name: 'names the right reference but the wrong problem',
      case: 'refuse.order-ref.length-51',
      response: bad('ORDER_REF_IS_REQUIRED'),
      findings: [{ evidence: 'R2', where: 'errorCode', level: 'deviation' }],
    },
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
    {
      name: 'uses a code for the whole body when a reference has another JSON type, which the evidence leaves open',
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
      name: 'reports null as missing or as invalid, which the evidence leaves open',
      case: 'refuse.order-ref.null',
      response: bad('ORDER_REF_CONTAINS_INVALID_CHARACTERS'),
    },
    {
      name: 'returns any code for a body of one mebibyte',
      case: 'body.one-mebibyte',
      response: bad('REQUEST_TOO_LARGE'),
    },
  ],
};
