import { exampleClaims, issued, type RuleExamples, refused } from './example';

export const statusExamples: RuleExamples = {
  explanation: {
    why: 'Callers check the status before they read anything else. A 401 for invalid input makes them fetch new credentials; a refusal with status 200 makes them continue without a token.',
    remedy:
      'Return 200 or 201 with a token, 400 for invalid input, 401 without a valid key, and 404 or 405 for other methods. Redirects are not followed: configure the base URL that they lead to.',
  },
  incorrect: [
    {
      name: 'returns 401 for invalid input',
      case: 'refuse.order-ref.length-51',
      response: { status: 401, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'E1b', where: 'status', level: 'violation' }],
    },
    {
      name: 'returns 202 for a valid request',
      case: 'accept.fresh-references',
      response: { status: 202, body: issued() },
      findings: [{ evidence: 'C6', where: 'status', level: 'deviation' }],
    },
    {
      name: 'returns 204 and no body for a valid request',
      case: 'accept.fresh-references',
      response: { status: 204 },
      findings: [{ evidence: 'C5', where: 'status', level: 'violation' }],
    },
    {
      name: 'redirects a valid request',
      case: 'accept.documented',
      response: { status: 308, headers: { Location: 'https://elsewhere.example.com/' } },
      findings: [{ evidence: 'C1', where: 'status', level: 'violation' }],
    },
    {
      name: 'refuses with 401 what it accepted from the same caller before',
      case: 'accept.fresh-references',
      response: { status: 401 },
      findings: [{ evidence: 'E1b', where: 'status', level: 'violation' }],
    },
    {
      name: 'refuses a reference of 50 characters',
      case: 'accept.customer-ref.length-50',
      response: { status: 400, body: refused('CUSTOMER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'R2', where: 'status', level: 'deviation' }],
    },
    {
      name: 'returns 422 for invalid input',
      case: 'refuse.order-ref.length-51',
      response: { status: 422, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'R2', where: 'status', level: 'deviation' }],
    },
    {
      name: 'reports an error with status 200',
      case: 'refuse.customer-ref.missing',
      response: { status: 200, body: refused('CUSTOMER_REF_IS_REQUIRED') },
      findings: [{ evidence: 'E1a', where: 'status', level: 'violation' }],
    },
    {
      name: 'returns 403 for a request without a key',
      case: 'auth.missing',
      response: { status: 403 },
      findings: [{ evidence: 'E1b', where: 'status', level: 'violation' }],
    },
    {
      name: 'returns 400 for another method',
      case: 'method.put',
      response: { status: 400, body: refused('BAD_REQUEST') },
      findings: [{ evidence: 'C14', where: 'status', level: 'deviation' }],
    },
    {
      name: 'redirects a request that the evidence leaves open',
      case: 'observe.unknown-property',
      response: { status: 307, headers: { Location: 'https://elsewhere.example.com/' } },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'returns 400 for invalid input',
      case: 'refuse.order-ref.length-51',
      response: { status: 400, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
    },
    {
      name: 'returns 201 for a valid request',
      case: 'accept.fresh-references',
      response: { status: 201, body: issued() },
    },
    {
      name: 'returns 200 for a valid request',
      case: 'accept.fresh-references',
      response: { status: 200, body: issued() },
    },
    { name: 'refuses a payout token with 403', case: 'auth.payout-token', response: { status: 403 } },
    {
      name: 'returns 415 for another media type',
      case: 'media.text',
      response: { status: 415, body: refused('UNSUPPORTED_MEDIA_TYPE') },
    },
    {
      name: 'accepts an unknown property, which the evidence leaves open',
      case: 'observe.unknown-property',
      response: { status: 201, body: issued() },
    },
    {
      name: 'refuses an unknown property, which the evidence leaves open',
      case: 'observe.unknown-property',
      response: { status: 400, body: refused('UNKNOWN_PROPERTY') },
    },
    {
      name: 'limits the rate of requests',
      case: 'accept.fresh-references',
      response: { status: 429, headers: { 'Retry-After': '1' }, body: refused('TOO_MANY_REQUESTS') },
    },
    {
      name: 'issues a token that lives for five minutes',
      case: 'accept.fresh-references',
      response: {
        status: 201,
        body: issued({ exp: exampleClaims.iat + 300 }, { expires: String((exampleClaims.iat + 300) * 1000) }),
      },
    },
  ],
};
