import * as validators from '../../../schemas/compiled/responses';
import { callOf } from '../../contract/calls';
import { mayIssueToken } from '../../contract/expectation';
import { listedValue } from '../../lib/headers';
import type { Reading } from './reading';
import { schemaMismatches } from './schema-mismatches';
import type { Rule } from './types';

const codingsIn = (value: string): string[] =>
  value
    .split(',')
    .map((each) => each.replace(/;.*/s, '').trim().toLowerCase().replace(/^x-/, ''))
    .filter((each) => each !== '');

/**
 * The Content-Encoding of the body, if the request says what it accepts and this is not among it. `identity` is always
 * acceptable (RFC 9110 §12.5.3), and changes nothing.
 */
function unaskedCoding(reading: Reading): string | undefined {
  const accepted = listedValue(reading.exchange.request.headers, 'accept-encoding');
  const coding = listedValue(reading.exchange.outcome.headers, 'content-encoding');
  if (coding === undefined || accepted === undefined) return undefined;
  const names = [...codingsIn(accepted), 'identity'];
  return codingsIn(coding).every((each) => names.includes(each) || names.includes('*')) ? undefined : coding;
}

export const successBody = {
  id: 'success-body',
  title: 'A successful response has the documented body.',
  evidence: ['C5', 'C8', 'T1', 'T2'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.succeeded && mayIssueToken(expect) && reading.exchange.request.method !== 'HEAD',
  check(reading, { case: { call } }) {
    const { component, evidence: rows } = callOf(call).success.body;
    const [evidence] = rows[''];
    const coding = unaskedCoding(reading);
    if (coding !== undefined) {
      return [
        {
          evidence,
          kind: 'coding',
          message: 'The body is coded in a way that the request does not accept.',
          where: 'Content-Encoding',
          expected: `one of Accept-Encoding: ${listedValue(reading.exchange.request.headers, 'accept-encoding')}`,
          actual: coding,
        },
      ];
    }
    if (!reading.json.ok) {
      return [
        {
          evidence,
          kind: `not-an-object.${reading.json.problem}`,
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
