import { exampleClaims, issued, type RuleExamples, refused } from './example';

export const statusExamples: RuleExamples = {
  explanation: {
    why: 'Callers branch on the status before they read anything else. An input that is wrong and answered 401 makes them fetch new credentials; a refusal in a 200 makes them go on without a token.',
    remedy:
      'Answer 200 or 201 with a token, 400 to input that is at fault, 401 without a valid key, and 404 or 405 to other methods. Redirects are not followed: give the base URL that answers by itself.',
  },
  incorrect: [
    {
      name: 'answers an input that is at fault with 401',
      case: 'refuse.order-ref.length-51',
      response: { status: 401, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'answers a good request with 202',
      case: 'accept.fresh-references',
      response: { status: 202, body: issued() },
      findings: [{ evidence: 'C6', where: 'status', level: 'deviation' }],
    },
    {
      name: 'answers a good request with 204 and no body',
      case: 'accept.fresh-references',
      response: { status: 204 },
      findings: [{ evidence: 'C5', where: 'status', level: 'violation' }],
    },
    {
      name: 'redirects a good request',
      case: 'accept.documented',
      response: { status: 308, headers: { Location: 'https://elsewhere.example.com/' } },
      findings: [{ evidence: 'C1', where: 'status', level: 'violation' }],
    },
    {
      name: 'refuses with 401 what it accepted from the same caller before',
      case: 'accept.fresh-references',
      response: { status: 401 },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'refuses a reference of 50 characters',
      case: 'accept.customer-ref.length-50',
      response: { status: 400, body: refused('CUSTOMER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'R2', where: 'status', level: 'deviation' }],
    },
    {
      name: 'answers an input that is at fault with 422',
      case: 'refuse.order-ref.length-51',
      response: { status: 422, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
      findings: [{ evidence: 'R2', where: 'status', level: 'deviation' }],
    },
    {
      name: 'tells of an error in a 200',
      case: 'refuse.customer-ref.missing',
      response: { status: 200, body: refused('CUSTOMER_REF_IS_REQUIRED') },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'answers a request without a key with 403',
      case: 'auth.missing',
      response: { status: 403 },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
    {
      name: 'answers another method with 400',
      case: 'method.put',
      response: { status: 400, body: refused('BAD_REQUEST') },
      findings: [{ evidence: 'C14', where: 'status', level: 'deviation' }],
    },
    {
      name: 'redirects a request of which nothing is promised',
      case: 'observe.unknown-property',
      response: { status: 307, headers: { Location: 'https://elsewhere.example.com/' } },
      findings: [{ evidence: 'E1', where: 'status', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'answers an input that is at fault with 400',
      case: 'refuse.order-ref.length-51',
      response: { status: 400, body: refused('ORDER_REF_LENGTH_OUT_OF_RANGE') },
    },
    {
      name: 'answers a good request with 201',
      case: 'accept.fresh-references',
      response: { status: 201, body: issued() },
    },
    {
      name: 'answers a good request with 200',
      case: 'accept.fresh-references',
      response: { status: 200, body: issued() },
    },
    { name: 'refuses a payout token with 403', case: 'auth.payout-token', response: { status: 403 } },
    {
      name: 'answers another media type with 415',
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
      name: 'asks to be left alone for a while',
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
