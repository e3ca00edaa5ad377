import { promisesErrorBody } from './error-fields';
import { mismatchIf, type Rule, refusedByGateways } from './types';

export const mediaType = {
  id: 'media-type',
  title: 'A response body has a JSON media type.',
  evidence: ['C13'],
  silentFor: refusedByGateways,
  needsErrorForm: true,
  appliesTo: (reading, { errorForm }) =>
    reading.hasBody && (reading.succeeded || (reading.refused && promisesErrorBody(reading, errorForm))),
  check: (reading) =>
    mismatchIf(!reading.hasJsonMediaType, {
      evidence: 'C13',
      kind: 'not-json',
      message: 'The body does not have a JSON media type.',
      where: 'Content-Type',
      expected: 'application/json or application/…+json',
      actual: reading.header('content-type') ?? 'no Content-Type',
    }),
} as const satisfies Rule;
