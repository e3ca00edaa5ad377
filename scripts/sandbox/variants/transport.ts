import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Context } from '../behaviour';
import { type Header, type Reply, replyHeader, withHeader } from '../http';
import type { Change, Variant } from '../types';
import { everyReply, variantsOf } from './define';

/** Compresses responses if the client accepts it. */
const compressed = (coding: string, compress: (body: string | Uint8Array) => Uint8Array): Change =>
  everyReply((reply, { request }) =>
    request.header('accept-encoding')?.includes(coding) && reply.body.length > 0
      ? {
          ...reply,
          headers: [...reply.headers, ['Content-Encoding', coding], ['Vary', 'Accept-Encoding']],
          body: compress(reply.body),
        }
      : reply,
  );

const headerNames = (spell: (name: string) => string): Change =>
  everyReply((reply) => ({
    ...reply,
    headers: reply.headers.map(([name, value]): Header => [spell(name), value]),
  }));

const mediaType = (spell: (type: string) => string): Change =>
  everyReply((reply) => {
    const type = replyHeader(reply, 'Content-Type');
    return type === undefined ? reply : withHeader(reply, 'Content-Type', spell(type));
  });

/** Refuses requests by their number. */
const turnAway =
  (statuses: Readonly<Record<number, number>>, headers: (context: Context) => readonly Header[]): Change =>
  () => {
    let count = 0;
    return {
      admit: (context) => {
        count += 1;
        const status = statuses[count];
        if (status === undefined) return undefined;
        return {
          status,
          codes: [status === 429 ? 'TOO_MANY_REQUESTS' : 'SERVICE_UNAVAILABLE'],
          headers: headers(context),
        };
      },
    };
  };

/** Takes a number of requests in each second, and refuses the rest of that second. */
const burst =
  (limit: number, retryAfter: (now: number) => string | undefined): Change =>
  () => {
    let until = 0;
    let count = 0;
    return {
      admit: ({ now }) => {
        if (now >= until) {
          until = now + 1000;
          count = 0;
        }
        count += 1;
        if (count <= limit) return undefined;
        const hint = retryAfter(now);
        return {
          status: 429,
          codes: ['TOO_MANY_REQUESTS'],
          headers: hint === undefined ? [] : [['Retry-After', hint]],
        };
      },
    };
  };

const nextSecond = (now: number): string => new Date(Math.ceil((now + 1000) / 1000) * 1000).toUTCString();

const oddCase = (name: string): string =>
  [...name].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('');

const withReason = (reason: (reply: Reply, context: Context) => string): Change =>
  everyReply((reply, context) => ({ ...reply, reason: reason(reply, context) }));

/** Servers that write their responses differently. */
export const transportVariants: readonly Variant[] = variantsOf({
  chunked: ['Sends bodies in chunks', everyReply((reply) => ({ ...reply, chunks: 5 }))],
  gzip: ['Compresses bodies with gzip', compressed('gzip', gzipSync)],
  brotli: ['Compresses bodies with Brotli', compressed('br', brotliCompressSync)],
  'no-keep-alive': [
    'Closes the connection after each response',
    everyReply((reply) => withHeader(reply, 'Connection', 'close')),
  ],
  'date-missing': ['Sends no Date', everyReply((reply) => ({ ...reply, undated: true }))],
  'header-names-odd': ['Writes header names in mixed case', headerNames(oddCase)],
  'header-names-lower-case': ['Writes header names in lower case', headerNames((name) => name.toLowerCase())],
  'media-type-upper-case': ['Writes media types in upper case', mediaType((type) => type.toUpperCase())],
  'media-type-bare': ['Sends no charset', mediaType((type) => type.split(';')[0] ?? type)],
  'media-type-quoted': ['Quotes the charset', mediaType(() => 'application/json;charset="UTF-8"')],
  'media-type-vendor': ['Uses its own media type', mediaType(() => 'application/vnd.imburse.v1+json')],
  'reason-odd': ['Uses its own reason phrases', withReason(() => 'As You Wish')],
  'reason-empty': ['Sends no reason phrases', withReason(() => '')],
  'extra-headers': [
    'Sends cookies and many other headers',
    everyReply((reply, { correlationId }) => ({
      ...reply,
      headers: [
        ...reply.headers,
        ['Server', 'Microsoft-IIS/10.0'],
        ['X-Powered-By', 'ASP.NET'],
        ['Set-Cookie', 'affinity=1; Path=/; HttpOnly'],
        ['Set-Cookie', 'region=west; Path=/'],
        ['Strict-Transport-Security', 'max-age=31536000'],
        ['X-Request-Id', correlationId],
        ['RateLimit-Remaining', '99'],
      ],
    })),
  ],
  'correlation-header': [
    "Sends the caller's correlation id back in a header",
    everyReply((reply, { request }) => {
      const id = request.header('x-correlation-id');
      return id ? withHeader(reply, 'X-Correlation-ID', id) : reply;
    }),
  ],
  'latency-300': ['Takes 300 ms for each response', everyReply((reply) => ({ ...reply, delayMs: 300 }))],
  'rate-limited-at-first': [
    'Returns 429 and Retry-After: 1 for the first two requests',
    turnAway({ 1: 429, 2: 429 }, () => [['Retry-After', '1']]),
  ],
  'rate-limited-for-an-instant': [
    'Returns 429 and Retry-After: 0 for the first three requests',
    turnAway({ 1: 429, 2: 429, 3: 429 }, () => [['Retry-After', '0']]),
  ],
  'rate-limited-until-a-date': [
    'Returns 429 and a date in Retry-After for the first request',
    turnAway({ 1: 429 }, ({ now }) => [['Retry-After', new Date(now + 1000).toUTCString()]]),
  ],
  'rate-limited-without-hint': ['Returns 429 for the first two requests', turnAway({ 1: 429, 2: 429 }, () => [])],
  'rate-limited-each-second': [
    'Returns 429 and Retry-After: 1 after thirty requests in a second',
    burst(30, () => '1'),
  ],
  'rate-limited-each-second-until-a-date': [
    'Returns 429 and a date in Retry-After after thirty requests in a second',
    burst(30, nextSecond),
  ],
  'rate-limited-now-and-then': [
    'Returns 429 and Retry-After: 1 for every sixtieth request',
    () => {
      let count = 0;
      return {
        admit: () => {
          count += 1;
          return count % 60 === 0
            ? { status: 429, codes: ['TOO_MANY_REQUESTS'], headers: [['Retry-After', '1']] }
            : undefined;
        },
      };
    },
  ],
  'closes-idle-connections': ['Closes a connection after 40 ms without a request', () => ({ idleMs: 40 })],
  'unavailable-at-first': ['Returns 503 for the first request', turnAway({ 1: 503 }, () => [])],
  'unavailable-later': ['Returns 503 for the twelfth request', turnAway({ 12: 503 }, () => [['Retry-After', '1']])],
});
