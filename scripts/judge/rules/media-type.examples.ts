import { issued, type RuleExamples, refused } from './example';

const required = refused('CUSTOMER_REF_IS_REQUIRED');

export const mediaTypeExamples: RuleExamples = {
  explanation: {
    why: 'Clients choose how to read a body by its media type: many HTTP libraries return plain text unless the type is JSON, and a browser may even render it.',
    remedy:
      'Send Content-Type: application/json, or a type that ends with +json, such as application/problem+json, with every body, including those of errors. If it is missing, the cause is often a gateway or a fallback handler in front of the API.',
  },
  incorrect: [
    {
      name: 'sends a token as text',
      case: 'accept.fresh-references',
      response: { status: 201, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: issued() },
      findings: [{ evidence: 'C13', where: 'Content-Type', level: 'deviation' }],
    },
    {
      name: 'sends a token without a media type',
      case: 'accept.fresh-references',
      response: { status: 201, headers: { 'Content-Type': null }, body: issued() },
      findings: [{ evidence: 'C13', where: 'Content-Type', level: 'deviation' }],
    },
    {
      name: 'sends an error as HTML',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, headers: { 'Content-Type': 'text/html' }, body: required },
      findings: [{ evidence: 'C13', where: 'Content-Type', level: 'deviation' }],
    },
  ],
  correct: [
    {
      name: 'sends a token as JSON, in any spelling',
      case: 'accept.fresh-references',
      response: { status: 201, headers: { 'Content-Type': 'Application/JSON ; Charset=UTF-8' }, body: issued() },
    },
    {
      name: 'sends an error as problem+json',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, headers: { 'Content-Type': 'application/problem+json' }, body: required },
    },
    { name: 'sends a 401 with neither a body nor a media type', case: 'auth.missing', response: { status: 401 } },
    {
      name: 'returns for HEAD the media type that GET would have',
      case: 'method.head',
      response: { status: 405, headers: { 'Content-Type': 'text/html' } },
    },
  ],
};
