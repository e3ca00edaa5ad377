import { entries, envelope } from '../changes';
import { withHeader, withJson } from '../http';
import type { Change, Fault } from '../types';
import { group, onStatus } from './define';

const timestamp =
  (write: (now: number) => unknown): Change =>
  () => ({ timestamp: write });

/** Returns something that is not JSON for invalid input. */
const text = (type: string, body: string): Change =>
  onStatus([400], (reply) => withHeader({ ...reply, body }, 'Content-Type', type));

/** Returns an E2 body, or something similar. */
const codes =
  (edit: (codes: readonly string[]) => unknown): Change =>
  () => ({
    errorBody: (refusal) => edit(refusal.codes),
  });

/** Faults of error bodies. */
export const errorFaults: readonly Fault[] = [
  ...group('violation', ['E3', 'E2'], {
    'error-body-empty': ['Returns no body for invalid input', onStatus([400], (reply) => ({ ...reply, body: '' }))],
    'error-body-text': ['Returns plain text for invalid input', text('text/plain; charset=utf-8', 'Bad Request')],
    'error-body-html': [
      'Returns the HTML page of a gateway for invalid input',
      text('text/html', '<html><head><title>400 Bad Request</title></head><body>nginx</body></html>'),
    ],
    'error-body-string': ['Returns a JSON string for invalid input', codes((all) => all.join(', '))],
    'error-body-array': ['Returns a bare array of codes for errors', codes((all) => all)],
    'error-body-truncated': [
      'Truncates error bodies',
      onStatus([400], (reply) => ({ ...reply, body: String(reply.body).slice(0, -5) })),
    ],
    'error-body-problem': [
      'Returns errors in the format of RFC 9457, not in a documented one',
      envelope((_body, { status, codes: [title] }) => ({ type: 'about:blank', title, status })),
    ],
    'error-body-single': [
      'Returns a single error code instead of a list of errors',
      envelope((_body, { codes: [errorCode] }) => ({ errorCode, message: 'The request was refused.' })),
    ],
    'error-body-wrapped': ['Wraps error bodies in an error property', envelope((body) => ({ error: body }))],
    'error-body-pascal-case': [
      'Writes the property names of errors in Pascal case',
      envelope(({ timestamp, correlationId, errors }) => ({
        Timestamp: timestamp,
        CorrelationId: correlationId,
        Errors: errors,
      })),
    ],
    'error-body-field-map': [
      'Returns a map of fields to messages for invalid input',
      envelope((_body, refusal) => ({
        errors: Object.fromEntries(refusal.codes.map((code) => [code.split('_')[0]?.toLowerCase(), [code]])),
      })),
    ],
  }),
  ...group('violation', ['E3'], {
    'errors-missing': ['Omits errors', envelope(({ errors, ...body }) => body)],
    'errors-object': ['Sends errors as an object', envelope((body) => ({ ...body, errors: body.errors[0] }))],
    'errors-null': ['Sends errors as null', envelope((body) => ({ ...body, errors: null }))],
    'errors-strings': [
      'Sends errors as a list of codes',
      envelope((body, refusal) => ({ ...body, errors: refusal.codes })),
    ],
    'errors-renamed': ['Renames errors to error', envelope(({ errors, ...body }) => ({ ...body, error: errors }))],
    'error-code-missing': ['Omits errorCode', entries(({ errorCode, ...entry }) => entry)],
    'error-code-null': ['Sends errorCode as null', entries((entry) => ({ ...entry, errorCode: null }))],
    'error-code-number': ['Sends errorCode as a number', entries((entry) => ({ ...entry, errorCode: 1001 }))],
    'error-code-renamed': [
      'Renames errorCode to code',
      entries(({ errorCode, ...entry }) => ({ code: errorCode, ...entry })),
    ],
    'message-missing': ['Omits message', entries(({ message, ...entry }) => entry)],
    'message-template-missing': ['Omits messageTemplate', entries(({ messageTemplate, ...entry }) => entry)],
    'metadata-array': ['Sends metadata as an array', entries((entry) => ({ ...entry, metadata: [entry.metadata] }))],
    'metadata-string': [
      'Sends metadata as a JSON string',
      entries((entry) => ({ ...entry, metadata: JSON.stringify(entry.metadata) })),
    ],
    'metadata-missing': ['Omits metadata', entries(({ metadata, ...entry }) => entry)],
    'timestamp-missing': ['Omits timestamp', envelope(({ timestamp, ...body }) => body)],
    'timestamp-milliseconds': ['Sends timestamp in milliseconds', timestamp((now) => now)],
    'timestamp-fractional': ['Sends timestamp with a fraction', timestamp((now) => Math.floor(now / 1000) + 0.115)],
    'timestamp-string': ['Sends timestamp as a string', timestamp((now) => String(Math.floor(now / 1000)))],
    'timestamp-iso': ['Sends timestamp as an ISO 8601 date', timestamp((now) => new Date(now).toISOString())],
    'timestamp-null': ['Sends timestamp as null', timestamp(() => null)],
    'timestamp-zero': ['Sends 0 as every timestamp', timestamp(() => 0)],
    'timestamp-local-time': [
      'Computes timestamp in a time zone one hour ahead',
      timestamp((now) => Math.floor(now / 1000) + 3600),
    ],
    'correlation-id-missing': ['Omits the outer correlationId', envelope(({ correlationId, ...body }) => body)],
    'correlation-id-null': ['Sends the outer correlationId as null', () => ({ outerCorrelationId: () => null })],
    'correlation-id-number': ['Sends the outer correlationId as a number', () => ({ outerCorrelationId: () => 4711 })],
  }),
  ...group('violation', ['E2'], {
    'error-codes-string': ['Sends errorCodes as one string', codes((all) => ({ errorCodes: all.join(',') }))],
    'error-codes-objects': [
      'Sends errorCodes as a list of objects',
      codes((all) => ({ errorCodes: all.map((code) => ({ code })) })),
    ],
    'error-codes-numbers': [
      'Sends errorCodes as a list of numbers',
      codes((all) => ({ errorCodes: all.map((_, index) => 1000 + index) })),
    ],
    'error-codes-null': ['Sends errorCodes as null', codes(() => ({ errorCodes: null }))],
    'error-codes-renamed': ['Renames errorCodes to codes', codes((all) => ({ codes: all }))],
  }),
  ...group('deviation', ['E3', 'C13'], {
    'unauthorised-body-text': [
      'Returns plain text for a refused token',
      onStatus([401], (reply) => withHeader({ ...reply, body: 'Unauthorized' }, 'Content-Type', 'text/plain')),
    ],
  }),
  ...group('deviation', ['R4'], {
    'errors-empty': ['Reports invalid input with an empty list of errors', () => ({ reported: () => [] })],
    'error-codes-empty': ['Sends an empty list of errorCodes', codes(() => ({ errorCodes: [] }))],
  }),
  ...group('violation', ['C8', 'R4'], {
    'refusal-with-token': [
      'Puts a token into the error body for invalid input',
      onStatus([400], async (reply, context) => {
        const { behaviour } = context;
        const references = { customerRef: '', orderRef: '', instructionRef: '' };
        const { accessToken } = await behaviour.issue(references, context);
        return withJson(reply, (body: object) => ({ ...body, accessToken }));
      }),
    ],
  }),
  ...group('violation', ['E1b'], {
    'unauthorised-with-token': [
      'Puts a token into the error body for a refused caller',
      onStatus([401], async (reply, context) => {
        if (context.call !== 'payout') return reply;
        const references = { customerRef: 'unknown', orderRef: 'unknown', instructionRef: 'unknown' };
        const { accessToken } = await context.behaviour.issue(references, context);
        return withJson(reply, (body: object) => ({ ...body, accessToken }));
      }),
    ],
  }),
];
