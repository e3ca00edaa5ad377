import type { Context, Refusal } from '../behaviour';
import { withHeader, withJson } from '../http';
import { type ErrorBody, type ErrorEntry, e3Body } from '../refusal';
import type { Change, Fault } from '../types';
import { group, onStatus } from './define';

/** Changes the E3 body. */
const envelope =
  (edit: (body: ErrorBody, refusal: Refusal, context: Context) => unknown): Change =>
  () => ({
    errorBody: (refusal, context) => edit(e3Body(refusal, context), refusal, context),
  });

/** Changes each entry of the E3 body. */
const entries = (edit: (entry: ErrorEntry) => unknown): Change =>
  envelope((body) => ({ ...body, errors: body.errors.map(edit) }));

const timestamp =
  (write: (now: number) => unknown): Change =>
  () => ({ timestamp: write });

/** Answers refused input with something that is no JSON. */
const text = (type: string, body: string): Change =>
  onStatus([400], (reply) => withHeader({ ...reply, body }, 'Content-Type', type));

/** Answers E2, or something like it. */
const codes =
  (edit: (codes: readonly string[]) => unknown): Change =>
  () => ({
    errorBody: (refusal) => edit(refusal.codes),
  });

/** What is wrong with the bodies of errors. */
export const errorFaults: readonly Fault[] = [
  ...group('violation', ['E3', 'E2'], {
    'error-body-empty': ['Answers refused input without a body', onStatus([400], (reply) => ({ ...reply, body: '' }))],
    'error-body-text': ['Answers refused input with plain text', text('text/plain; charset=utf-8', 'Bad Request')],
    'error-body-html': [
      'Answers refused input with the HTML page of a gateway',
      text('text/html', '<html><head><title>400 Bad Request</title></head><body>nginx</body></html>'),
    ],
    'error-body-string': ['Answers refused input with a JSON string', codes((all) => all.join(', '))],
    'error-body-array': ['Answers errors with a bare array of codes', codes((all) => all)],
    'error-body-truncated': [
      'Cuts error bodies off',
      onStatus([400], (reply) => ({ ...reply, body: String(reply.body).slice(0, -5) })),
    ],
    'error-body-problem': [
      'Answers errors as RFC 9457 has them, without either envelope',
      envelope((_body, { status, codes: [title] }) => ({ type: 'about:blank', title, status })),
    ],
    'error-body-single': [
      'Answers errors with one code at the top',
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
      'Answers refused input with a map of fields to messages',
      envelope((_body, refusal) => ({
        errors: Object.fromEntries(refusal.codes.map((code) => [code.split('_')[0]?.toLowerCase(), [code]])),
      })),
    ],
  }),
  ...group('violation', ['E3'], {
    'errors-missing': ['Leaves errors out', envelope(({ errors, ...body }) => body)],
    'errors-object': ['Gives errors as an object', envelope((body) => ({ ...body, errors: body.errors[0] }))],
    'errors-null': ['Gives errors as null', envelope((body) => ({ ...body, errors: null }))],
    'errors-strings': [
      'Gives errors as a list of codes',
      envelope((body, refusal) => ({ ...body, errors: refusal.codes })),
    ],
    'errors-renamed': ['Calls errors error', envelope(({ errors, ...body }) => ({ ...body, error: errors }))],
    'error-code-missing': ['Leaves errorCode out', entries(({ errorCode, ...entry }) => entry)],
    'error-code-null': ['Gives errorCode as null', entries((entry) => ({ ...entry, errorCode: null }))],
    'error-code-number': ['Gives errorCode as a number', entries((entry) => ({ ...entry, errorCode: 1001 }))],
    'error-code-renamed': [
      'Calls errorCode code',
      entries(({ errorCode, ...entry }) => ({ code: errorCode, ...entry })),
    ],
    'message-missing': ['Leaves message out', entries(({ message, ...entry }) => entry)],
    'message-template-missing': ['Leaves messageTemplate out', entries(({ messageTemplate, ...entry }) => entry)],
    'metadata-array': ['Gives metadata as an array', entries((entry) => ({ ...entry, metadata: [entry.metadata] }))],
    'metadata-string': [
      'Gives metadata as a JSON string',
      entries((entry) => ({ ...entry, metadata: JSON.stringify(entry.metadata) })),
    ],
    'metadata-missing': ['Leaves metadata out', entries(({ metadata, ...entry }) => entry)],
    'timestamp-missing': ['Leaves timestamp out', envelope(({ timestamp, ...body }) => body)],
    'timestamp-milliseconds': ['Gives timestamp in milliseconds', timestamp((now) => now)],
    'timestamp-fractional': ['Gives timestamp with a fraction', timestamp((now) => Math.floor(now / 1000) + 0.115)],
    'timestamp-string': ['Gives timestamp as a string', timestamp((now) => String(Math.floor(now / 1000)))],
    'timestamp-iso': ['Gives timestamp as an ISO 8601 date', timestamp((now) => new Date(now).toISOString())],
    'timestamp-null': ['Gives timestamp as null', timestamp(() => null)],
    'timestamp-zero': ['Gives 0 as every timestamp', timestamp(() => 0)],
    'timestamp-local-time': [
      'Reckons timestamp in a zone an hour ahead',
      timestamp((now) => Math.floor(now / 1000) + 3600),
    ],
    'correlation-id-missing': ['Leaves the outer correlationId out', envelope(({ correlationId, ...body }) => body)],
    'correlation-id-null': ['Gives the outer correlationId as null', () => ({ outerCorrelationId: () => null })],
    'correlation-id-number': ['Gives the outer correlationId as a number', () => ({ outerCorrelationId: () => 4711 })],
  }),
  ...group('violation', ['E2'], {
    'error-codes-string': ['Answers E2 with one string', codes((all) => ({ errorCodes: all.join(',') }))],
    'error-codes-objects': ['Answers E2 with objects', codes((all) => ({ errorCodes: all.map((code) => ({ code })) }))],
    'error-codes-numbers': [
      'Answers E2 with numbers',
      codes((all) => ({ errorCodes: all.map((_, index) => 1000 + index) })),
    ],
    'error-codes-null': ['Answers E2 with null', codes(() => ({ errorCodes: null }))],
    'error-codes-renamed': ['Answers E2 with codes for errorCodes', codes((all) => ({ codes: all }))],
  }),
  ...group('deviation', ['E3', 'C13'], {
    'unauthorised-body-text': [
      'Answers a refused token with plain text',
      onStatus([401], (reply) => withHeader({ ...reply, body: 'Unauthorized' }, 'Content-Type', 'text/plain')),
    ],
  }),
  ...group('deviation', ['R4'], {
    'errors-empty': ['Reports refused input with an empty list of errors', () => ({ reported: () => [] })],
    'error-codes-empty': ['Answers E2 with no codes', codes(() => ({ errorCodes: [] }))],
  }),
  ...group('violation', ['C8', 'R4'], {
    'refusal-with-token': [
      'Puts a token into the body that refuses the input',
      onStatus([400], async (reply, context) => {
        const { behaviour } = context;
        const references = { customerRef: '', orderRef: '', instructionRef: '' };
        const { accessToken } = await behaviour.issue(references, context);
        return withJson(reply, (body: object) => ({ ...body, accessToken }));
      }),
    ],
  }),
  ...group('violation', ['E1'], {
    'unauthorised-with-token': [
      'Puts a token into the body that refuses the caller',
      onStatus([401], async (reply, context) => {
        if (context.call !== 'payout') return reply;
        const references = { customerRef: 'unknown', orderRef: 'unknown', instructionRef: 'unknown' };
        const { accessToken } = await context.behaviour.issue(references, context);
        return withJson(reply, (body: object) => ({ ...body, accessToken }));
      }),
    ],
  }),
];
