import type { Change } from '../../types';
import { type Condition, header, request, requestOf } from './define';

/** A media type that the payout call then accepts. */
const mediaType = (title: string, test: (type: string) => boolean): Condition =>
  requestOf('payout')(title, (received) => test(received.header('content-type') ?? ''), anyMediaType);

const anyMediaType: Change = () => ({ acceptsMediaType: () => true });

const correlation = (title: string, test: (id: string) => boolean): Condition =>
  header(title, 'x-correlation-id', test);

/** Header fields, spelled like the levels of exploring. */
export const headerConditions = {
  'media-type-upper-case': mediaType('for APPLICATION/JSON', (type) => type === 'APPLICATION/JSON'),
  'media-type-utf-16': mediaType('for charset=utf-16', (type) => /charset=utf-16/i.test(type)),
  'media-type-latin-1': mediaType('for charset=iso-8859-1', (type) => /charset=iso-8859-1/i.test(type)),
  'media-type-unknown-charset': mediaType('for an unknown charset', (type) => /charset=x-/i.test(type)),
  'media-type-parameter': mediaType('for other parameters of the media type', (type) => /;\s*odata=/i.test(type)),
  'media-type-empty-parameter': mediaType('for a media type that ends with a semicolon', (type) => /;\s*$/.test(type)),
  'media-type-malformed-parameter': mediaType('for a charset without a value', (type) => /;\s*charset$/i.test(type)),
  'media-type-unclosed-parameter': mediaType('for a charset with one quote', (type) => /charset="[^"]*$/i.test(type)),
  'media-type-suffix': mediaType('for a media type with the suffix +json', (type) => /\+json/i.test(type)),
  'media-type-text-json': mediaType('for text/json', (type) => /^text\/json/i.test(type)),
  'media-type-half': requestOf('payout')(
    'for half a media type',
    (received) => received.header('content-type')?.endsWith('/') === true,
  ),
  'coding-identity': header('for Content-Encoding: identity', 'content-encoding', (coding) => coding === 'identity'),
  'coding-gzip-claimed': header(
    'for a body that is not the gzip it claims',
    'content-encoding',
    (coding) => coding === 'gzip',
  ),

  'negotiation-any': header('for Accept: */*', 'accept', (value) => value === '*/*'),
  'negotiation-weighted': header('for weights in Accept', 'accept', (value) => /json;q=/.test(value)),
  'negotiation-html': header('for Accept: text/html', 'accept', (value) => value === 'text/html'),
  'negotiation-version': header('for a version in Accept', 'accept', (value) => /\.v\d\+json/.test(value)),
  'negotiation-malformed': header('for a malformed Accept', 'accept', (value) => value.startsWith(';')),
  'negotiation-many': header('for many media types in Accept', 'accept', (value) => value.split(',').length > 50),
  'negotiation-language': header('for a German caller', 'accept-language', (value) => value.startsWith('de')),
  'negotiation-language-turkish': header('for a Turkish caller', 'accept-language', (value) => value.startsWith('tr')),
  'negotiation-language-malformed': header('for a malformed Accept-Language', 'accept-language', (value) =>
    value.startsWith(';'),
  ),
  'negotiation-language-empty': header('for an empty Accept-Language', 'accept-language', (value) => value === ''),
  'negotiation-coding-gzip': header('for Accept-Encoding: gzip', 'accept-encoding', (value) => value === 'gzip'),

  'context-origin': header('for a request with Origin', 'origin', (value) => value !== 'null'),
  'context-origin-null': header('for Origin: null', 'origin', (value) => value === 'null'),
  'context-referer': header('for a request with Referer', 'referer'),
  'context-cookie': header('for a session cookie', 'cookie', (value) => value.startsWith('session=')),
  'context-cookie-malformed': header('for a malformed cookie', 'cookie', (value) => value.startsWith('=')),
  'context-traceparent': header('for a traced request', 'traceparent', (value) =>
    /^00-[\da-f]{31}[1-9a-f]/.test(value),
  ),
  'context-traceparent-malformed': header('for a malformed traceparent', 'traceparent', (value) => value.length < 55),
  'context-traceparent-zero': header('for a traceparent of zeros', 'traceparent', (value) =>
    value.startsWith('00-00000000000'),
  ),
  'context-forwarded': header('for a request with Forwarded', 'forwarded', (value) => value.includes('127.0.0.1')),
  'context-forwarded-for': header('for a forwarded request', 'x-forwarded-for', (value) => value.startsWith('203.')),
  'context-forwarded-for-loopback': header(
    'for X-Forwarded-For: 127.0.0.1',
    'x-forwarded-for',
    (value) => value === '127.0.0.1',
  ),
  'context-forwarded-proto': header('for X-Forwarded-Proto: http', 'x-forwarded-proto', (value) => value === 'http'),
  'context-forwarded-host': header('for a request with X-Forwarded-Host', 'x-forwarded-host'),
  'context-real-ip': header('for X-Real-IP: 10.0.0.1', 'x-real-ip', (value) => value.startsWith('10.')),
  'context-original-url': header('for a request with X-Original-URL', 'x-original-url'),
  'context-forwarded-user': header('for X-Forwarded-User: admin', 'x-forwarded-user', (value) => value === 'admin'),
  'context-internal': header('for X-Internal-Request: true', 'x-internal-request', (value) => value === 'true'),
  'context-requested-with': header('for X-Requested-With: XMLHttpRequest', 'x-requested-with'),
  'context-idempotency-key': header('for a request with Idempotency-Key', 'idempotency-key'),
  'context-prefer': header('for Prefer: return=minimal', 'prefer'),
  'context-non-ascii': header('for a header outside ASCII', 'x-unknown', (value) => /[^\x20-\x7e]/.test(value)),
  'context-many': header('for a request with 60 unknown headers', 'x-unknown-59'),

  'correlation-guid-upper': correlation(
    'for a correlation id in upper case',
    (id) => /^[\dA-F-]{36}$/.test(id) && /[A-F]/.test(id),
  ),
  'correlation-short': correlation('for a correlation id of one character', (id) => id.length === 1),
  'correlation-digits': correlation('for a correlation id of digits', (id) => /^\d{2,}$/.test(id)),
  'correlation-hex': correlation('for a trace id as correlation id', (id) => /^[\da-f]{32}$/.test(id)),
  'correlation-length-64': correlation('for a correlation id of 64 characters', (id) => id.length === 64),
  'correlation-punctuation': correlation('for punctuation in the correlation id', (id) => /[:/=|]/.test(id)),
  'correlation-long': correlation('for a correlation id of over 500 characters', (id) => id.length > 500),
  'correlation-empty': correlation('for an empty correlation id', (id) => id === ''),
  'correlation-non-ascii': correlation('for a correlation id outside ASCII', (id) => /[^\x20-\x7e]/.test(id)),
  'correlation-request-id': header('for a request with X-Request-ID', 'x-request-id'),
  'owner-own': request(
    'for a request that names its account and tenant',
    ({ header: sent }) => sent('x-account-id') !== undefined && sent('x-tenant-id') !== undefined,
  ),
} as const satisfies Readonly<Record<string, Condition>>;
