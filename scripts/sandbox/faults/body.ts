import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Reply, withHeader, withoutHeader, withText } from '../http';
import type { Change, Fault } from '../types';
import { body, group, onStatus, onSuccess } from './define';

/** Changes the access token in the body. */
const token = (edit: (token: string) => unknown): Change =>
  body((good) => ({ ...good, accessToken: edit(String(good.accessToken)) }));

/** Changes the text of the body. */
const text = (edit: (text: string) => string | Uint8Array): Change => onSuccess((reply) => withText(reply, edit));

/** Sends another media type. */
const mediaType = (type: string): Change => onSuccess((reply) => withHeader(reply, 'Content-Type', type));

const page = '<!DOCTYPE html><html><head><title>Imburse</title></head><body>Signed in.</body></html>';

/** The reply compressed, without its last bytes. */
const gzipped = (reply: Reply, missing: number): Reply => {
  const bytes = gzipSync(reply.body);
  return withHeader({ ...reply, body: bytes.subarray(0, bytes.length - missing) }, 'Content-Encoding', 'gzip');
};

const html = (reply: Reply): Reply => withHeader({ ...reply, body: page }, 'Content-Type', 'text/html; charset=utf-8');

/** Faults of the success body and its media type. */
export const bodyFaults: readonly Fault[] = [
  ...group('violation', ['C5'], {
    'body-empty': ['Returns a success without a body', text(() => '')],
    'body-null': ['Returns null as the success body', body(() => null)],
    'body-empty-object': ['Returns an empty object as the success body', body(() => ({}))],
    'body-array': ['Puts the success body into an array', body((good) => [good])],
    'body-in-data': ['Wraps the success body in a data property', body((good) => ({ data: good }))],
    'body-in-result': [
      'Wraps the success body in a result, next to a flag',
      body((good) => ({ success: true, result: good, error: null })),
    ],
    'body-bare-token': ['Returns the token as a JSON string', body((good) => good.accessToken)],
    'body-double-encoded': ['Encodes the success body as JSON twice', body((good) => JSON.stringify(good))],
    'body-truncated': ['Truncates the success body', text((json) => json.slice(0, -10))],
    'body-trailing-text': [
      'Appends a comment to the success body',
      text((json) => `${json}\n<!-- served by node 3 -->`),
    ],
    'body-trailing-comma': ['Leaves a trailing comma in the success body', text((json) => `${json.slice(0, -1)},}`)],
    'body-single-quotes': ['Writes the success body with single quotes', text((json) => json.replaceAll('"', "'"))],
    'body-guarded': ['Adds a guard against script inclusion before the JSON', text((json) => `)]}',\n${json}`)],
    'body-as-form': [
      'Sends the success body as form data',
      text((json) => new URLSearchParams(JSON.parse(json) as Record<string, string>).toString()),
    ],
    'body-xml': [
      'Writes the success body as XML',
      onSuccess((reply) =>
        withHeader(
          withText(reply, (json) => {
            const { accessToken, expires } = JSON.parse(json) as Record<string, string>;
            return `<token><accessToken>${accessToken}</accessToken><expires>${expires}</expires></token>`;
          }),
          'Content-Type',
          'application/xml',
        ),
      ),
    ],
    'body-html': ['Returns an HTML page as the success body', onSuccess(html)],
    'body-utf16': [
      'Writes the success body in UTF-16',
      text((json) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(json, 'utf16le')])),
    ],
    'body-gzip-unsaid': ['Compresses the success body without declaring it', text((json) => gzipSync(json))],
    'body-gzip-cut': [
      'Cuts short a success body that it compresses',
      onSuccess((reply, { request }) =>
        /gzip/.test(request.header('accept-encoding') ?? '') ? gzipped(reply, 10) : reply,
      ),
    ],
    'body-gzip-unasked': [
      'Compresses the success body although the caller asks for identity',
      onSuccess((reply, { request }) => (request.header('accept-encoding') === 'identity' ? gzipped(reply, 0) : reply)),
    ],
    'access-token-missing': ['Omits accessToken', body(({ expires }) => ({ expires }))],
    'access-token-null': ['Sends null as accessToken', token(() => null)],
    'access-token-number': ['Sends a number as accessToken', token(() => 42)],
    'access-token-object': ['Sends an object as accessToken', token((value) => ({ value, type: 'Bearer' }))],
    'access-token-array': ['Sends an array as accessToken', token((value) => [value])],
    'access-token-snake-case': [
      'Renames accessToken to access_token',
      body(({ accessToken, expires }) => ({ access_token: accessToken, expires })),
    ],
    'access-token-pascal-case': [
      'Writes the property names in Pascal case',
      body(({ accessToken, expires }) => ({ AccessToken: accessToken, Expires: expires })),
    ],
    'access-token-renamed': [
      'Renames accessToken to token',
      body(({ accessToken, expires }) => ({ token: accessToken, expires })),
    ],
    'expires-missing': ['Omits expires', body(({ accessToken }) => ({ accessToken }))],
    'expires-null': ['Sends null as expires', body((good) => ({ ...good, expires: null }))],
    'expires-renamed': [
      'Renames expires to expiresAt',
      body(({ accessToken, expires }) => ({ accessToken, expiresAt: expires })),
    ],
  }),
  ...group('violation', ['T1'], {
    'access-token-empty': ['Sends an empty accessToken', token(() => '')],
    'access-token-opaque': ['Sends an opaque accessToken', token(() => randomUUID())],
    'access-token-with-scheme': ['Puts the scheme before the token', token((value) => `Bearer ${value}`)],
    'access-token-quoted': ['Adds quotation marks to the token', token((value) => JSON.stringify(value))],
    'access-token-two-segments': [
      'Sends the token without its signature',
      token((value) => value.split('.').slice(0, 2).join('.')),
    ],
    'access-token-five-segments': [
      'Sends a token of five segments',
      token((value) => `${value}.${value.split('.').slice(1).join('.')}`),
    ],
    'access-token-padded': [
      'Pads the segments of the token',
      token((value) =>
        value
          .split('.')
          .map((segment) => segment.padEnd(Math.ceil(segment.length / 4) * 4, '='))
          .join('.'),
      ),
    ],
    'access-token-plain-base64': [
      'Encodes the token in plain base64',
      token((value) =>
        value
          .split('.')
          .map((segment) => Buffer.from(segment, 'base64url').toString('base64'))
          .join('.'),
      ),
    ],
    'access-token-hexadecimal': [
      'Encodes the segments of the token in hexadecimal, with colons between',
      token((value) =>
        value
          .split('.')
          .map((segment) => Buffer.from(segment, 'base64url').toString('hex'))
          .join(':'),
      ),
    ],
    'access-token-trailing-newline': ['Ends the token with a newline', token((value) => `${value}\n`)],
    'access-token-wrapped': [
      'Wraps the token in lines of 64 characters',
      token((value) => value.replace(/.{64}/g, '$&\r\n')),
    ],
    'access-token-masked': [
      'Masks the middle of the token',
      token((value) => `${value.slice(0, 20)}***${value.slice(-10)}`),
    ],
    'access-token-cut': ['Truncates the token to 100 characters', token((value) => value.slice(0, 100))],
    'access-token-encoded-twice': [
      'Encodes the whole token in base64 again',
      token((value) => Buffer.from(value).toString('base64url')),
    ],
  }),
  ...group('deviation', ['C13'], {
    'content-type-html': ['Sends the success body as text/html', mediaType('text/html; charset=utf-8')],
    'content-type-text': ['Sends the success body as text/plain', mediaType('text/plain; charset=utf-8')],
    'content-type-octets': [
      'Sends the success body as application/octet-stream',
      mediaType('application/octet-stream'),
    ],
    'content-type-javascript': ['Sends the success body as text/javascript', mediaType('text/javascript')],
    'content-type-missing': [
      'Sends the success body without Content-Type',
      onSuccess((reply) => withoutHeader(reply, 'Content-Type')),
    ],
    'error-content-type-text': [
      'Sends error bodies as text/plain',
      onStatus([400], (reply) => withHeader(reply, 'Content-Type', 'text/plain')),
    ],
    'error-content-type-html': [
      'Sends error bodies as text/html',
      onStatus([400], (reply) => withHeader(reply, 'Content-Type', 'text/html')),
    ],
  }),
  ...group('warning', ['T8'], {
    'cache-control-public': [
      'Allows any cache to store the token for an hour',
      onSuccess((reply) => withHeader(reply, 'Cache-Control', 'public, max-age=3600')),
    ],
  }),
];
