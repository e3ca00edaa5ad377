import * as validators from '../../../schemas/compiled/responses';
import { callOf } from '../../contract/calls';
import { mayIssueToken } from '../../contract/expectation';
import { schemaMismatches } from './schema-mismatches';
import type { Rule } from './types';

export const successBody = {
  id: 'success-body',
  title: 'A successful response has the documented body.',
  evidence: ['C5', 'C8', 'T1', 'T2'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.succeeded && mayIssueToken(expect) && reading.exchange.request.method !== 'HEAD',
  check(reading, { case: { call } }) {
    const { component, evidence: rows } = callOf(call).success.body;
    const [evidence] = rows[''];
    if (!reading.json.ok) {
      return [
        {
          evidence,
          message: `The body is not a JSON object: ${reading.json.message}.`,
          where: 'body',
          expected: 'a JSON object',
        },
      ];
    }
    // biome-ignore lint/performance/noDynamicNamespaceImportAccess: every call needs one of them.
    const validate = validators[component as keyof typeof validators];
    // The format of a property has a row of its own; its presence is part of the body's row.
    return schemaMismatches(validate, reading.json.value, ({ keyword, instancePath }) =>
      keyword === 'pattern' ? (rows[`properties${instancePath}`]?.[0] ?? evidence) : evidence,
    );
  },
} as const satisfies Rule;
