import { promisesErrorBody } from './error-fields';
import { inOtherUnit } from './time-unit';
import { mismatchIf, type Rule } from './types';

const toleranceSeconds = 60;

export const errorTime = {
  id: 'error-time',
  title: 'The timestamp of an error is the current time in seconds.',
  evidence: ['E3'],
  needsErrorForm: true,
  appliesTo: (reading, { errorForm }) =>
    reading.refused &&
    promisesErrorBody(reading, errorForm) &&
    Array.isArray(reading.object?.errors) &&
    Number.isInteger(reading.object?.timestamp),
  check(reading, { now }) {
    const timestamp = reading.object?.timestamp as number;
    const wrong = reading.byBothClocks(now, (time) => Math.abs(timestamp - time / 1000) > toleranceSeconds);
    return mismatchIf(wrong, {
      evidence: 'E3',
      kind: 'other-time',
      message: 'The timestamp is not the time of the response in seconds since the Unix epoch.',
      where: '/timestamp',
      expected: `${Math.round(now / 1000)} ± ${toleranceSeconds}`,
      actual: inOtherUnit(timestamp, 'seconds', now) ?? String(timestamp),
    });
  },
} as const satisfies Rule;
