import { exampleToken, issued, type RuleExamples, refused } from './example';

export const refusalTokenExamples: RuleExamples = {
  explanation: {
    why: 'A token gives access to money: anyone who has one can see the payout options of a customer. If tokens are issued without a valid key, anyone can get one. A token for a request that lacks a reference belongs to nobody.',
    remedy:
      'Check the key and the input before creating a token, in one place that every method and media type goes through. Do not build a refusal from the success body.',
  },
  incorrect: [
    {
      name: 'issues a token without a key',
      case: 'auth.missing',
      response: { status: 201, body: issued() },
      findings: [{ evidence: 'E1b', where: 'body', level: 'violation' }],
    },
    {
      name: 'issues a token for a request without a customer reference',
      case: 'refuse.customer-ref.missing',
      response: { status: 201, body: issued({ customer_ref: undefined }) },
      findings: [{ evidence: 'C8', where: 'body', level: 'violation' }],
    },
    {
      name: 'issues a token for a reference of 51 characters',
      case: 'refuse.order-ref.length-51',
      response: { status: 201, body: issued({ order_ref: 'a'.repeat(51) }) },
      findings: [{ evidence: 'R2', where: 'body', level: 'deviation' }],
    },
    {
      name: 'issues a token for a GET',
      case: 'method.get',
      response: { status: 200, body: issued() },
      findings: [{ evidence: 'C14', where: 'body', level: 'violation' }],
    },
    {
      name: 'issues a management token for a replayed request',
      case: 'hmac.replayed',
      response: { status: 201, body: issued() },
      findings: [{ evidence: 'H3', where: 'body', level: 'violation' }],
    },
    {
      name: 'refuses a request without a key but sends a token',
      case: 'auth.missing',
      response: { status: 401, body: refused('UNAUTHORIZED', issued()) },
      findings: [{ evidence: 'E1b', where: 'body', level: 'violation' }],
    },
    {
      name: 'hides a token in the metadata of an error',
      case: 'refuse.order-ref.length-51',
      response: {
        status: 400,
        body: refused(
          'ORDER_REF_LENGTH_OUT_OF_RANGE',
          {},
          { metadata: { debug: `token=${exampleToken({ exp: 1 })};` } },
        ),
      },
      findings: [{ evidence: 'R2', where: 'body', level: 'violation' }],
    },
    {
      name: 'fails on a request that the evidence leaves open but sends a token',
      case: 'observe.unknown-property',
      response: { status: 500, body: issued() },
      findings: [{ evidence: 'E1f', where: 'body', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'refuses a request without a key and issues nothing',
      case: 'auth.missing',
      response: { status: 401, body: refused('UNAUTHORIZED') },
    },
    {
      name: 'refuses a request with text that resembles a token',
      case: 'refuse.order-ref.length-51',
      response: {
        status: 400,
        body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE', {}, { message: 'See api.imbursepayments.com/errors.html.' }),
      },
    },
    {
      name: 'has an empty accessToken in a refusal',
      case: 'auth.missing',
      response: { status: 401, body: refused('UNAUTHORIZED', { accessToken: '' }) },
    },
  ],
};
