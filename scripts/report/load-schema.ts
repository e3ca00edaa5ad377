import { count, list, milliseconds, object } from '../lib/json-schema';

const percentiles = { p50: milliseconds, p90: milliseconds, p99: milliseconds, max: milliseconds } as const;
const morePercentiles = { p95: milliseconds } as const;

/** What a case did in a sustained run. Retries are not counted. */
export const caseLoadSchema = object(
  {
    sent: count,
    failed: count,
    errored: count,
    responseTimes: object(percentiles, morePercentiles, { description: 'In milliseconds.' }),
  },
  {},
  { title: 'Load of a case' },
);

/** How a target behaved in a sustained run. */
export const loadSchema = object(
  {
    durationMs: milliseconds,
    sent: count,
    failed: count,
    errored: count,
    throttled: { ...count, description: 'Responses with status 429.' },
    failures: {
      ...list(object({ fromMs: milliseconds, toMs: milliseconds, count })),
      description: 'Failed requests by the time of their response; intervals without any are left out.',
    },
  },
  {
    slices: {
      ...list(
        object(
          { fromMs: milliseconds, toMs: milliseconds, sent: count },
          { p50: milliseconds, p95: milliseconds, p99: milliseconds },
        ),
      ),
      description:
        'Requests by the time of their response, with percentiles of the response times in milliseconds. Absent in a report merged of several.',
    },
    responseTimes: object(percentiles, morePercentiles, {
      description: 'In milliseconds. Absent in a report merged of several: percentiles do not add up.',
    }),
  },
  {
    title: 'Load',
    description:
      'Present if cases were sent repeatedly. The first pass over them is counted if they were sent a number of times.',
  },
);

/** A limit that the user set for a run. */
export const thresholdSchema = object(
  {
    measure: {
      enum: ['p50', 'p95', 'p99', 'errors'],
      description: 'A percentile of the response times in milliseconds, or the percentage of failed requests.',
    },
    limit: { type: 'number', minimum: 0 },
    actual: { type: 'number', minimum: 0 },
    exceeded: { type: 'boolean' },
  },
  {},
  { title: 'Threshold' },
);
