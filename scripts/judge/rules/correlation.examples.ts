import { exampleValues, type RuleExamples, refused } from './example';

const { correlationId: sent } = exampleValues;
const code = 'CUSTOMER_REF_IS_REQUIRED';
const bad = (change: Readonly<Record<string, unknown>>, metadata: unknown) => ({
  status: 400,
  body: refused(code, change, { metadata }),
});

export const correlationExamples: RuleExamples = {
  explanation: {
    why: "Callers look an error up in their own logs by the id that they sent; Imburse's support looks it up by the server's id. If one replaces the other, one side cannot find the error.",
    remedy:
      "Make an id of the server's own for each request and put it outside, as correlationId. Copy the caller's X-Correlation-ID, as it was sent, into the metadata of the errors; without one, put the server's id there.",
  },
  incorrect: [
    {
      name: "does not return the caller's correlation id",
      case: 'correlation.on-400',
      response: { status: 400, body: refused(code) },
      findings: [{ evidence: 'E5', where: '/errors/metadata', level: 'violation' }],
    },
    {
      name: "returns the caller's correlation id instead of its own",
      case: 'correlation.on-400',
      response: bad({ correlationId: sent }, { correlationId: sent }),
      findings: [{ evidence: 'E5', where: '/correlationId', level: 'violation' }],
    },
    {
      name: 'swaps the two correlation ids',
      case: 'correlation.on-400',
      response: bad({ correlationId: sent }, { correlationId: '2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11' }),
      findings: [
        { evidence: 'E5', where: '/correlationId', level: 'violation' },
        { evidence: 'E5', where: '/errors/metadata', level: 'violation' },
      ],
    },
    {
      name: 'returns an inner correlation id that nobody sent',
      case: 'refuse.customer-ref.missing',
      response: bad({}, { correlationId: 'of-another-request' }),
      findings: [{ evidence: 'E5', where: '/errors/metadata', level: 'violation' }],
    },
    {
      name: 'returns no inner correlation id if the caller sent none',
      case: 'refuse.customer-ref.missing',
      response: bad({}, {}),
      findings: [{ evidence: 'E5', where: '/errors/metadata', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: "returns the caller's correlation id inside and its own outside",
      case: 'correlation.on-400',
      response: bad({}, { correlationId: sent }),
    },
    {
      name: "returns the caller's correlation id under another name, with other metadata",
      case: 'correlation.on-400',
      response: bad({}, { limit: 50, request: { clientId: sent } }),
    },
    {
      name: 'repeats its own correlation id if the caller sent none',
      case: 'refuse.customer-ref.missing',
      response: { status: 400, body: refused(code) },
    },
    {
      name: 'has no correlation ids in the older body',
      case: 'correlation.on-400',
      response: { status: 400, body: { errorCodes: [code] } },
    },
  ],
};
