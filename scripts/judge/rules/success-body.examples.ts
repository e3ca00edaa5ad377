import { exampleClaims, exampleToken, type IncorrectExample, issued, type RuleExamples } from './example';

const expires = String(exampleClaims.exp * 1000);
const accessToken = exampleToken(exampleClaims);
const created = (body: unknown) => ({ status: 201, body });
const wrong = (name: string, body: unknown, evidence: 'C5' | 'T1' | 'T2', where: string): IncorrectExample => ({
  name,
  case: 'accept.fresh-references',
  response: created(body),
  findings: [{ evidence, where, level: 'violation' }],
});

export const successBodyExamples: RuleExamples = {
  explanation: {
    why: 'The call exists to return these two properties. If one is missing, renamed or of another type, every client written from the documentation stops working; expires in seconds makes tokens look fifty years old.',
    remedy:
      'Return { "accessToken": a signed token, "expires": the milliseconds since the Unix epoch as a string of digits }. Additional properties are allowed. The payout options are an object with an array rewards.',
  },
  incorrect: [
    wrong('sends expires as a number', { accessToken, expires: exampleClaims.exp * 1000 }, 'C5', '/expires'),
    wrong('sends expires as a date', { accessToken, expires: '2026-01-15T13:00:00Z' }, 'T2', '/expires'),
    wrong('sends expires with a leading zero', { accessToken, expires: `0${expires}` }, 'T2', '/expires'),
    {
      name: 'uses the property names of OAuth',
      case: 'accept.fresh-references',
      response: created({ access_token: accessToken, expires_in: 3600 }),
      findings: [
        { evidence: 'C5', where: '/', level: 'violation' },
        { evidence: 'C5', where: '/', level: 'violation' },
      ],
    },
    wrong(
      'issues a token of two segments',
      { accessToken: accessToken.split('.').slice(0, 2).join('.'), expires },
      'T1',
      '/accessToken',
    ),
    wrong('issues a token in padded base64', { accessToken: `${accessToken}=`, expires }, 'T1', '/accessToken'),
    wrong('wraps the body in an array', [issued()], 'C5', '/'),
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
