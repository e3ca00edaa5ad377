import { randomUUID } from 'node:crypto';
import type { Context } from '../behaviour';
import { entries } from '../changes';
import type { Change, Fault } from '../types';
import { group } from './define';

const caller = ({ request }: Context): string | undefined => request.header('x-correlation-id') || undefined;

const inner =
  (choose: (context: Context) => unknown): Change =>
  () => ({ innerCorrelationId: choose });

/** Faults of the correlation ids in errors. */
export const correlationFaults: readonly Fault[] = [
  ...group('violation', ['E5'], {
    'correlation-caller-ignored': [
      "Sends the server's id as the inner one although the caller sent an id",
      inner(({ correlationId }) => correlationId),
    ],
    'correlation-outer-is-callers': [
      "Sends the caller's id as the outer one too",
      () => ({ outerCorrelationId: (context) => caller(context) ?? context.correlationId }),
    ],
    'correlation-swapped': [
      "Sends the caller's id as the outer and the server's as the inner one",
      () => ({
        outerCorrelationId: (context) => caller(context) ?? context.correlationId,
        innerCorrelationId: ({ correlationId }) => correlationId,
      }),
    ],
    'correlation-inner-missing': ['Leaves metadata empty', entries((entry) => ({ ...entry, metadata: {} }))],
    'correlation-inner-missing-unasked': [
      'Leaves metadata empty if the caller sent no id',
      entries((entry, context) => (caller(context) === undefined ? { ...entry, metadata: {} } : entry)),
    ],
    'correlation-inner-null': [
      'Sends null as the inner id if the caller sent none',
      inner((context) => caller(context) ?? null),
    ],
    'correlation-inner-other': [
      'Invents another inner id if the caller sent none',
      inner((context) => caller(context) ?? randomUUID()),
    ],
    'correlation-lower-cased': [
      "Lower-cases the caller's id",
      inner((context) => caller(context)?.toLowerCase() ?? context.correlationId),
    ],
    'correlation-cut': [
      "Truncates the caller's id to 16 characters",
      inner((context) => (caller(context) ?? context.correlationId).slice(0, 16)),
    ],
    'correlation-cut-to-36': [
      "Truncates the caller's id to 36 characters",
      inner((context) => (caller(context) ?? context.correlationId).slice(0, 36)),
    ],
    'correlation-without-punctuation': [
      "Removes punctuation other than hyphens from the caller's id",
      inner((context) => caller(context)?.replace(/[^\w-]/g, '') ?? context.correlationId),
    ],
    'correlation-without-hyphens': [
      "Removes hyphens from the caller's id",
      inner((context) => caller(context)?.replaceAll('-', '') ?? context.correlationId),
    ],
    'correlation-percent-encoded': [
      "Percent-encodes the caller's id",
      inner((context) =>
        caller(context) === undefined ? context.correlationId : encodeURIComponent(caller(context)!),
      ),
    ],
    'correlation-as-number': [
      "Turns a caller's id of digits into a number",
      inner((context) =>
        /^\d+$/.test(caller(context) ?? '') ? Number(caller(context)) : (caller(context) ?? context.correlationId),
      ),
    ],
    'correlation-request-id-preferred': [
      "Sends X-Request-ID in place of the caller's id",
      inner((context) => context.request.header('x-request-id') ?? caller(context) ?? context.correlationId),
    ],
    'correlation-guids-only': [
      "Replaces the caller's id by its own if it is not a GUID",
      inner((context) => {
        const id = caller(context);
        return id && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id : context.correlationId;
      }),
    ],
    'correlation-of-previous-request': [
      'Reuses the id of one caller for the next who sends none',
      () => {
        let last: string | undefined;
        return {
          innerCorrelationId: (context) => {
            last = caller(context) ?? last;
            return last ?? context.correlationId;
          },
        };
      },
    ],
    'correlation-id-refused': [
      'Refuses requests that carry X-Correlation-ID',
      (baseline) => ({
        admit: (context) =>
          caller(context) === undefined ? baseline.admit(context) : { status: 400, codes: ['UNKNOWN_HEADER'] },
      }),
    ],
    'correlation-id-500': [
      'Returns 500 for an X-Correlation-ID that is not a GUID',
      (baseline) => ({
        admit: (context) =>
          /^[\da-f-]{36}$/i.test(caller(context) ?? context.correlationId)
            ? baseline.admit(context)
            : { status: 500, codes: ['INTERNAL_SERVER_ERROR'] },
      }),
    ],
  }),
];
