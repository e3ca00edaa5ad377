import { count, list, milliseconds, object } from '../lib/json-schema';

const percentiles = { p50: milliseconds, p90: milliseconds, p99: milliseconds, max: milliseconds } as const;

/** What a case did in a sustained run. Retries are not counted. */
export const caseLoadSchema = object(
  {
    sent: count,
    failed: count,
    errored: count,
    responseTimes: object(percentiles, {}, { description: 'In milliseconds.' }),
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
    responseTimes: object(
      percentiles,
      {},
      { description: 'In milliseconds. Absent in a report merged of several: percentiles do not add up.' },
    ),
  },
  {
    title: 'Load',
    description: 'Present if cases were sent repeatedly; the first pass over them is not counted here.',
  },
);
