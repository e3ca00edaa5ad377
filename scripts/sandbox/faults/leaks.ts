import type { Context } from '../behaviour';
import { type Reply, withHeader, withJson } from '../http';
import type { ErrorBody } from '../refusal';
import type { Change, Fault } from '../types';
import { group, onStatus } from './define';

const authorization = ({ request }: Context): string => request.header('authorization') ?? '';

/** The credential without its scheme word. */
const bearer = (context: Context): string => authorization(context).replace(/^\S+ /, '');

/** Adds to the message of each error. */
const inMessage = (statuses: readonly number[], addition: (context: Context) => string): Change =>
  onStatus(statuses, (reply, context) =>
    addition(context) === ''
      ? reply
      : editEntries(reply, (entry) => ({ ...entry, message: `${entry.message} ${addition(context)}` })),
  );

/** Adds to the metadata of each error. */
const inMetadata = (statuses: readonly number[], addition: (context: Context) => object): Change =>
  onStatus(statuses, (reply, context) =>
    editEntries(reply, (entry) => ({ ...entry, metadata: { ...(entry.metadata as object), ...addition(context) } })),
  );

const inBody = (statuses: readonly number[], addition: (context: Context) => object): Change =>
  onStatus(statuses, (reply, context) => withJson(reply, (body: object) => ({ ...body, ...addition(context) })));

const inHeader = (statuses: readonly number[], name: string, value: (context: Context) => string): Change =>
  onStatus(statuses, (reply, context) => (value(context) === '' ? reply : withHeader(reply, name, value(context))));

function editEntries(reply: Reply, edit: (entry: ErrorBody['errors'][number]) => unknown): Reply {
  return withJson(reply, (body: ErrorBody) => ({ ...body, errors: body.errors.map(edit) }));
}

const percent = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const node =
  'TypeError: Cannot read properties of undefined\n    at readReferences (/srv/app/dist/payout.js:41:17)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';
const dotnet =
  'System.ArgumentException: Invalid request.\r\n   at Imburse.Identity.Api.Controllers.PayoutController.Post(PayoutRequest request) in C:\\src\\Identity\\PayoutController.cs:line 58\r\n   at lambda_method(Closure , Object , Object[] )';
const java =
  'java.lang.IllegalArgumentException: invalid request\n\tat com.imburse.identity.PayoutResource.create(PayoutResource.java:73)\n\tat java.base/java.lang.Thread.run(Thread.java:829)';
const python =
  'Traceback (most recent call last):\n  File "/srv/app/identity/payout.py", line 41, in create\n    raise ValueError("invalid request")\nValueError: invalid request';

/** Errors that disclose what they should not. */
export const leakFaults: readonly Fault[] = [
  ...group('violation', ['E7'], {
    'leak-token-in-401-message': ['Echoes a refused token in the message', inMessage([401], bearer)],
    'leak-token-in-400-message': ['Echoes the token in the message of invalid input', inMessage([400], bearer)],
    'leak-token-in-metadata': [
      'Puts the Authorization header into metadata',
      inMetadata([400, 401], (context) => ({ authorization: authorization(context) })),
    ],
    'leak-token-in-request-echo': [
      'Repeats the whole request in errors, headers included',
      inBody([400], (context) => ({
        request: {
          method: context.request.method,
          headers: { Authorization: authorization(context) },
          body: Buffer.from(context.request.body).toString().slice(0, 500),
        },
      })),
    ],
    'leak-token-in-header': [
      'Echoes the token in a debug header of errors',
      inHeader([400, 401], 'X-Debug-Authorization', authorization),
    ],
    'leak-token-in-challenge': [
      'Echoes a refused token in WWW-Authenticate',
      inHeader(
        [401],
        'WWW-Authenticate',
        (context) => bearer(context) && `Bearer error="invalid_token", token="${bearer(context)}"`,
      ),
    ],
    'leak-token-on-405': ['Echoes the token when it refuses the method', inMessage([405], bearer)],
    'leak-token-on-415': ['Echoes the token when it refuses the media type or size', inMessage([413, 415], bearer)],
    'leak-expired-token': [
      'Echoes a refused token in a message that says it has expired',
      inMessage([401], (context) =>
        bearer(context).split('.').length === 3 ? `Token ${bearer(context)} has expired` : '',
      ),
    ],
    'leak-private-key': [
      'Puts the private key into the error of a refused HMAC request',
      inMetadata([401], ({ call, world }) => (call === 'hmac' ? { key: world.credentials.privateKey } : {})),
    ],
    'leak-token-hexadecimal': [
      'Echoes a refused token in hexadecimal',
      inMessage([401], (context) => Buffer.from(bearer(context)).toString('hex')),
    ],
    'leak-token-base64': [
      'Echoes a refused token in base64',
      inMessage([401], (context) => Buffer.from(bearer(context)).toString('base64')),
    ],
    'leak-token-base64-in-metadata': [
      'Puts the token in base64 into the metadata of invalid input',
      inMetadata([400], (context) => ({ trace: Buffer.from(bearer(context)).toString('base64url') })),
    ],
    'leak-token-percent-encoded': [
      'Sends a refused token percent-encoded to a login page',
      inHeader([401], 'Link', (context) => bearer(context) && `</login?from=${percent(bearer(context))}>`),
    ],
    'leak-token-without-end': [
      'Echoes all but the last characters of the token in the message of invalid input',
      inMessage([400], (context) => bearer(context).slice(0, -6)),
    ],
    'leak-token-in-cookie': [
      'Sends the token back in a cookie',
      inHeader([400, 401], 'Set-Cookie', (context) => bearer(context) && `token=${bearer(context)}; HttpOnly`),
    ],
    'leak-token-on-trace': [
      'Answers TRACE with the request, its credential included',
      (baseline) => ({
        otherMethod: (context, allowed) =>
          context.request.method === 'TRACE'
            ? {
                status: 200,
                headers: [['Content-Type', 'message/http']],
                body: `TRACE ${context.request.target} HTTP/1.1\r\nAuthorization: ${authorization(context)}\r\n\r\n`,
              }
            : baseline.otherMethod(context, allowed),
      }),
    ],
    'leak-private-key-hexadecimal': [
      'Puts the private key in hexadecimal into the error of a refused HMAC request',
      inMessage([401], ({ call, world }) =>
        call === 'hmac' ? Buffer.from(world.credentials.privateKey, 'base64').toString('hex') : '',
      ),
    ],
    'leak-private-key-bytes': [
      'Lists the bytes of the private key in the error of a refused HMAC request',
      inMetadata([401], ({ call, world }) =>
        call === 'hmac' ? { key: Buffer.from(world.credentials.privateKey, 'base64').toJSON() } : {},
      ),
    ],
    'leak-stack-in-message': ['Puts a stack trace into the message of invalid input', inMessage([400], () => node)],
    'leak-stack-in-401': ['Puts a stack trace into the message of a refused token', inMessage([401], () => dotnet)],
    'leak-stack-property': [
      'Adds a property with a stack trace to errors',
      inBody([400], () => ({ stackTrace: dotnet })),
    ],
    'leak-stack-in-metadata': ['Puts a stack trace into metadata', inMetadata([400], () => ({ exception: java }))],
    'leak-stack-list': [
      'Adds a stack trace to errors, line by line',
      inBody([400], () => ({ trace: node.split('\n') })),
    ],
    'leak-stack-python': ['Puts a traceback into the message of invalid input', inMessage([400], () => python)],
    'leak-stack-in-header': [
      'Sends a stack trace in a header of errors',
      inHeader([400], 'X-Exception', () => dotnet.replace(/\r\n/g, ' ')),
    ],
    'leak-stack-on-malformed-json': [
      'Returns the stack trace of its parser for malformed JSON',
      onStatus([400], (reply, context) =>
        context.behaviour.readBody(context.request.body)
          ? reply
          : editEntries(reply, (entry) => ({ ...entry, message: `SyntaxError: Unexpected token\n${node}` })),
      ),
    ],
    'leak-stack-on-405': [
      'Puts a stack trace into the message when it refuses the method',
      inMessage([405], () => java),
    ],
  }),
];
