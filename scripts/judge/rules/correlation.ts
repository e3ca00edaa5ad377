import { headerValue } from '../../lib/headers';
import { leavesIn } from '../../lib/json';
import { errorEntries, promisesErrorBody } from './error-fields';
import type { Mismatch, Rule } from './types';

export const correlation = {
  id: 'correlation',
  title: "The outer correlation id of an error is the server's, the inner one the caller's.",
  evidence: ['E5'],
  silentFor: ['odd-correlation-id'],
  needsErrorForm: true,
  // An empty id is neither one nor none.
  appliesTo: (reading, { errorForm }) =>
    reading.refused &&
    headerValue(reading.exchange.request.headers, 'x-correlation-id') !== '' &&
    promisesErrorBody(reading, errorForm) &&
    typeof reading.object?.correlationId === 'string' &&
    errorEntries(reading).length > 0,
  check(reading) {
    const outer = reading.object?.correlationId as string;
    const sent = headerValue(reading.exchange.request.headers, 'x-correlation-id');
    const values = errorEntries(reading).flatMap(({ metadata }) => [...leavesIn(metadata)]);
    const inner = values.filter(({ path }) => /correlation/i.test(path.join('.'))).map(({ value }) => value);
    const mismatches: Mismatch[] = [];
    if (sent === undefined) {
      for (const value of inner.filter((candidate) => candidate !== outer)) {
        mismatches.push({
          evidence: 'E5',
          kind: 'inner-not-the-servers',
          message: "The inner correlation id is not the server's, although the caller sent none.",
          where: '/errors/metadata',
          expected: JSON.stringify(outer),
          actual: JSON.stringify(value),
        });
      }
      if (inner.length === 0 && !values.some(({ value }) => value === outer)) {
        mismatches.push({
          evidence: 'E5',
          kind: 'no-id-of-the-server',
          message: "The metadata does not hold the server's correlation id, although the caller sent none.",
          where: '/errors/metadata',
          expected: JSON.stringify(outer),
          actual: 'none',
        });
      }
      return mismatches;
    }
    if (outer === sent) {
      mismatches.push({
        evidence: 'E5',
        kind: 'outer-is-the-callers',
        message: "The outer correlation id is the caller's, not the server's.",
        where: '/correlationId',
        expected: "an id of the server's own",
        actual: JSON.stringify(outer),
      });
    }
    if (!values.some(({ value }) => value === sent)) {
      mismatches.push({
        evidence: 'E5',
        kind: 'no-id-of-the-caller',
        message: "The metadata does not hold the caller's correlation id.",
        where: '/errors/metadata',
        expected: JSON.stringify(sent),
        actual: inner.map((value) => JSON.stringify(value)).join(', ') || 'none',
      });
    }
    return mismatches;
  },
} as const satisfies Rule;
