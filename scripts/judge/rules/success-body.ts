import { optionsResponse, tokenResponse } from '../../../schemas/compiled/responses';
import { schemaMismatches } from './schema-mismatches';
import type { Rule } from './types';

export const successBody = {
  id: 'success-body',
  title: 'A success has the documented body.',
  evidence: ['C5', 'C8', 'T1', 'T2'],
  appliesTo: (reading, { case: { expect } }) => reading.succeeded && expect.outcome !== 'refused',
  check(reading, { case: { call } }) {
    const isOptions = call === 'payout-options';
    const evidence = isOptions ? 'C8' : 'C5';
    if (!reading.json.ok) {
      return [
        {
          evidence,
          message: `The body is no JSON object: ${reading.json.message}.`,
          where: 'body',
          expected: 'a JSON object',
        },
      ];
    }
    return schemaMismatches(isOptions ? optionsResponse : tokenResponse, reading.json.value, (error) => {
      if (error.keyword !== 'pattern') return evidence;
      return error.instancePath === '/accessToken' ? 'T1' : 'T2';
    });
  },
} as const satisfies Rule;
