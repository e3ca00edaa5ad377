import { type IncorrectExample, type RuleExamples, refused } from './example';

const code = 'CUSTOMER_REF_IS_REQUIRED';
const bad = (body: unknown) => ({ status: 400, body });
const wrong = (name: string, body: unknown, where: string, evidence: 'E2' | 'E3' = 'E3'): IncorrectExample => ({
  name,
  case: 'refuse.customer-ref.missing',
  response: bad(body),
  findings: [{ evidence, where, level: 'violation' }],
});

export const errorBodyExamples: RuleExamples = {
  explanation: {
    why: 'Callers read the error code to tell their users which field to correct, and quote the correlation id to support. A body with another structure gives them neither.',
    remedy:
      'Send one of the two documented bodies: { "timestamp", "correlationId", "errors": [ { "errorCode", "message", "messageTemplate", "metadata" } ] }, or the older { "errorCodes": [ … ] }. Additional properties are allowed. A 401 or 403 may have no body. If the 400 responses of a server have the first of them, its other errors must have it too.',
  },
  incorrect: [
    wrong('leaves the correlation id out of an error', refused(code, { correlationId: undefined }), '/'),
    {
      name: 'returns 400 without a body',
      case: 'refuse.customer-ref.missing',
      response: { status: 400 },
      findings: [{ evidence: 'E2', where: 'body', level: 'violation' }],
    },
    {
      name: 'returns 401 with an HTML page',
      case: 'auth.missing',
      response: { status: 401, headers: { 'Content-Type': 'text/html' }, text: '<h1>Unauthorized</h1>' },
      findings: [{ evidence: 'E3', where: 'body', level: 'violation' }],
    },
    {
      name: 'returns 404 with a body that is not JSON but says it is',
      case: 'method.get',
      response: { status: 404, text: 'Not Found' },
      findings: [{ evidence: 'E3', where: 'body', level: 'violation' }],
    },
    {
      name: 'has an entry without a template, and metadata that is not an object',
      case: 'refuse.customer-ref.missing',
      response: bad(refused(code, {}, { messageTemplate: undefined, metadata: null })),
      findings: [
        { evidence: 'E3', where: '/errors/0', level: 'violation' },
        { evidence: 'E3', where: '/errors/0/metadata', level: 'violation' },
      ],
    },
    wrong('sends the timestamp as a date', refused(code, { timestamp: '2026-01-15T12:00:00Z' }), '/timestamp'),
    wrong('has an empty list of errors', refused(code, { errors: [] }), '/errors'),
    wrong('has an empty list of error codes', { errorCodes: [] }, '/errorCodes', 'E2'),
    wrong('sends one error code instead of a list', { errorCodes: code }, '/errorCodes', 'E2'),
    wrong('returns a JSON string', code, '/'),
  ],
  correct: [
    {
      name: 'lists errors with a correlation id',
      case: 'refuse.customer-ref.missing',
      response: bad(refused(code)),
    },
    {
      name: 'lists error codes, as documented earlier',
      case: 'refuse.customer-ref.missing',
      response: bad({ errorCodes: [code] }),
    },
    {
      name: 'has more properties than are documented',
      case: 'refuse.customer-ref.missing',
      response: bad(refused(code, { status: 400, type: 'about:blank' }, { severity: 'error' })),
    },
    { name: 'returns 401 without a body', case: 'auth.missing', response: { status: 401 } },
    {
      name: 'returns 401 with an HTML page, and its 400s have the older body, which was promised for 400 only',
      case: 'auth.missing',
      response: { status: 401, headers: { 'Content-Type': 'text/html' }, text: '<h1>Unauthorized</h1>' },
      errorForm: 'E2',
    },
    { name: 'returns 413 without a body', case: 'body.one-mebibyte', response: { status: 413 } },
    { name: 'returns no body for HEAD', case: 'method.head', response: { status: 405 } },
  ],
};
