import { exampleClaims, exampleToken, issued, type RuleExamples } from './example';

const expires = String(exampleClaims.exp * 1000);
const accessToken = exampleToken(exampleClaims);
const created = (body: unknown) => ({ status: 201, body });

export const successBodyExamples: RuleExamples = {
  explanation: {
    why: 'The call exists to return these two properties. If one is missing, renamed or of another type, every client written from the documentation stops working; expires in seconds makes tokens look fifty years old.',
    remedy:
      'Return { "accessToken": a signed token, "expires": the milliseconds since the Unix epoch as a string of digits }. Additional properties are allowed. The payout options are an object with an array rewards.',
  },
  incorrect: [
    {
      name: 'sends expires as a number',
      case: 'accept.fresh-references',
      response: created({ accessToken, expires: exampleClaims.exp * 1000 }),
      findings: [{ evidence: 'C5', where: '/expires', level: 'violation' }],
    },
    {
      name: 'sends expires as a date',
      case: 'accept.fresh-references',
      response: created({ accessToken, expires: '2026-01-15T13:00:00Z' }),
      findings: [{ evidence: 'T2', where: '/expires', level: 'violation' }],
    },
    {
      name: 'sends expires with a leading zero',
      case: 'accept.fresh-references',
      response: created({ accessToken, expires: `0${expires}` }),
      findings: [{ evidence: 'T2', where: '/expires', level: 'violation' }],
    },
    {
      name: 'uses the property names of OAuth',
      case: 'accept.fresh-references',
      response: created({ access_token: accessToken, expires_in: 3600 }),
      findings: [
        { evidence: 'C5', where: '/', level: 'violation' },
        { evidence: 'C5', where: '/', level: 'violation' },
      ],
    },
    {
      name: 'issues a token of two segments',
      case: 'accept.fresh-references',
      response: created({ accessToken: accessToken.split('.').slice(0, 2).join('.'), expires }),
      findings: [{ evidence: 'T1', where: '/accessToken', level: 'violation' }],
    },
    {
      name: 'issues a token in padded base64',
      case: 'accept.fresh-references',
      response: created({ accessToken: `${accessToken}=`, expires }),
      findings: [{ evidence: 'T1', where: '/accessToken', level: 'violation' }],
    },
    {
      name: 'wraps the body in an array',
      case: 'accept.fresh-references',
      response: created([issued()]),
      findings: [{ evidence: 'C5', where: '/', level: 'violation' }],
    },
    {
      name: 'returns an HTML page for a valid request',
      case: 'accept.fresh-references',
      response: {
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        text: '<!doctype html><title>Welcome</title>',
      },
      findings: [{ evidence: 'C5', where: 'body', level: 'violation' }],
    },
    {
      name: 'returns an empty body for a valid request',
      case: 'accept.fresh-references',
      response: { status: 201 },
      findings: [{ evidence: 'C5', where: 'body', level: 'violation' }],
    },
    {
      name: 'starts the body with a byte order mark',
      case: 'accept.fresh-references',
      response: { status: 201, text: `\uFEFF${JSON.stringify(issued())}` },
      findings: [{ evidence: 'C5', where: 'body', level: 'violation' }],
    },
    {
      name: 'has payout options without rewards',
      case: 'options.first-token',
      response: { status: 200, body: { options: [] } },
      findings: [{ evidence: 'C8', where: '/', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'sends a token and its expiry',
      case: 'accept.fresh-references',
      response: created({ accessToken, expires }),
    },
    {
      name: 'sends additional properties, in another order, over several lines',
      case: 'accept.fresh-references',
      response: {
        status: 201,
        text: `${JSON.stringify({ tokenType: 'Bearer', expires, scope: null, accessToken }, null, 2)}\n`,
      },
    },
    { name: 'has no rewards to offer', case: 'options.first-token', response: { status: 200, body: { rewards: [] } } },
    {
      name: 'describes each reward in more detail',
      case: 'options.first-token',
      response: { status: 200, body: { count: 1, rewards: [{ id: 7, limits: null }] } },
    },
  ],
};
