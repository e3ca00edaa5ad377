import { ErrorCodes, ErrorList } from '../../../schemas/compiled/responses';
import { promisesErrorBody } from './error-fields';
import { schemaMismatches } from './schema-mismatches';
import { type Rule, refusedByGateways } from './types';

/** Statuses that a framework or gateway often returns before the API sees the request. */
const generic = new Set([404, 405, 413, 414, 415]);

export const errorBody = {
  id: 'error-body',
  title: 'An error has one of the two documented bodies.',
  evidence: ['E2', 'E3', 'E4', 'E8'],
  silentFor: refusedByGateways,
  needsErrorForm: true,
  appliesTo: (reading, { errorForm }) =>
    reading.refused && reading.exchange.request.method !== 'HEAD' && promisesErrorBody(reading, errorForm),
  check(reading) {
    if (!reading.hasBody) {
      // E2 promised a body for 400 only, so any other error may have none (E8).
      return reading.status === 400
        ? [
            {
              evidence: 'E2',
              kind: 'no-body',
              message: 'A 400 response has no body.',
              where: 'body',
              expected: 'errorCodes, or errors with a correlation id',
              actual: 'nothing',
            },
          ]
        : [];
    }
    if (!reading.json.ok) {
      if (generic.has(reading.status) && !reading.hasJsonMediaType) return [];
      return [
        {
          evidence: 'E3',
          kind: `not-json.${reading.json.problem}`,
          message: `The error body is not JSON: ${reading.json.message}.`,
          where: 'body',
          expected: 'a JSON object',
        },
      ];
    }
    const old = reading.object !== undefined && 'errorCodes' in reading.object && !('errors' in reading.object);
    return schemaMismatches(old ? ErrorCodes : ErrorList, reading.json.value, () => (old ? 'E2' : 'E3'));
  },
} as const satisfies Rule;
