import type { EvidenceIds } from '../../evidence';
import { rows } from '../rows';
import { drawText, type Factor, unchanged } from './draft';
import { drawHex, header, plain } from './headers';

const unknown: EvidenceIds = [rows.unknownChangesNothing];
const without = (what: string) => unchanged('none', `without ${what}`, ['C1']);

/** Headers of proxies, some of which a careless server trusts (C16). */
export const forwarding: Factor = {
  id: 'forwarding',
  title: 'the headers of proxies',
  levels: [
    without('headers of proxies'),
    plain('forwarded', 'Forwarded', 'for=127.0.0.1;proto=https;by=10.0.0.1'),
    plain('forwarded-malformed', 'Forwarded', 'for="[::1'),
    plain('forwarded-for', 'X-Forwarded-For', '203.0.113.7, 10.0.0.1'),
    plain('forwarded-for-loopback', 'X-Forwarded-For', '127.0.0.1'),
    plain('forwarded-for-malformed', 'X-Forwarded-For', 'unknown, ::1]'),
    plain('forwarded-proto', 'X-Forwarded-Proto', 'http'),
    plain('forwarded-host', 'X-Forwarded-Host', 'admin.example'),
    plain('real-ip', 'X-Real-IP', '10.0.0.1'),
    plain('original-url', 'X-Original-URL', '/health'),
    plain('forwarded-user', 'X-Forwarded-User', 'admin'),
  ],
};

/** Headers of tracing (C16). */
export const tracing: Factor = {
  id: 'tracing',
  title: 'the headers of tracing',
  levels: [
    without('headers of tracing'),
    header(
      'traceparent',
      'with a traceparent',
      'traceparent',
      (random) => `00-${drawHex(random, 32)}-${drawHex(random, 16)}-01`,
    ),
    plain('traceparent-malformed', 'traceparent', '00-xyz'),
    header(
      'traceparent-zero',
      'with a traceparent of zeros',
      'traceparent',
      `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
    ),
    plain('tracestate', 'tracestate', 'vendor=1,other=2'),
    plain('baggage', 'baggage', 'userId=alice,role=admin'),
  ],
};

/** Headers of browsers (C16). */
export const origin: Factor = {
  id: 'origin',
  title: 'the headers of browsers',
  levels: [
    without('headers of browsers'),
    plain('origin', 'Origin', 'https://shop.example'),
    plain('origin-null', 'Origin', 'null'),
    plain('referer', 'Referer', 'https://shop.example/basket?id=1'),
    plain('requested-with', 'X-Requested-With', 'XMLHttpRequest'),
    plain('sec-fetch', 'Sec-Fetch-Site', 'cross-site'),
  ],
};

/** Cookies: no call takes one (C16). */
export const cookie: Factor = {
  id: 'cookie',
  title: 'the cookies',
  levels: [
    without('cookies'),
    plain('session', 'Cookie', 'session=0123456789abcdef; theme=dark'),
    plain('malformed', 'Cookie', '=;;x;=="'),
    header('long', 'with a Cookie of 2,000 characters', 'Cookie', (random) => `x=${drawText(random, 'abc', 2000)}`),
    header('reference', 'with a reference in a cookie', 'Cookie', (random) => {
      const value = drawText(random, 'abcdef', 8);
      return `customerRef=${value}; orderRef=${value}; instructionRef=${value}`;
    }),
  ],
};

const agentTitle = (name: string): string => `with the User-Agent of ${name}`;

/** How the client names itself and what it does with the connection: nothing depends on it (C16, RFC 9112 §9.6). */
export const client: Factor = {
  id: 'client',
  title: 'the client',
  levels: [
    unchanged('own', "with the harness's own User-Agent", ['C1']),
    plain('close', 'Connection', 'close', 'accepted', ['C1']),
    header('curl', agentTitle('curl'), 'User-Agent', 'curl/8.9.1', 'accepted'),
    header('postman', agentTitle('Postman'), 'User-Agent', 'PostmanRuntime/7.43.0', 'accepted'),
    header(
      'browser',
      agentTitle('a browser'),
      'User-Agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'accepted',
    ),
    header('probe', agentTitle('a health check'), 'User-Agent', 'kube-probe/1.31'),
    header('bot', agentTitle('a crawler'), 'User-Agent', 'Googlebot/2.1 (+http://www.google.com/bot.html)'),
    header('java', agentTitle('a Java client'), 'User-Agent', 'Java/17.0.2', 'accepted'),
    header('empty', 'with an empty User-Agent', 'User-Agent', ''),
    header(
      'long',
      'with a User-Agent of 1,000 characters',
      'User-Agent',
      (random) => `x/1 ${drawText(random, 'abc', 996)}`,
    ),
  ],
};

/** Other headers that a server may know or trust (C16). */
export const context: Factor = {
  id: 'context',
  title: 'other headers',
  levels: [
    without('other headers'),
    plain('internal', 'X-Internal-Request', 'true'),
    plain('debug', 'X-Debug', '1'),
    plain('api-key', 'X-Api-Key', 'test'),
    plain('user', 'X-User-Id', '1'),
    plain('idempotency-key', 'Idempotency-Key', 'a1b2c3'),
  ],
};

/** Headers that ask for another form of the response (C16). */
export const conditional: Factor = {
  id: 'conditional',
  title: 'conditions of the response',
  levels: [
    without('conditions of the response'),
    plain('if-none-match', 'If-None-Match', '*'),
    plain('if-modified-since', 'If-Modified-Since', 'Mon, 01 Jan 2035 00:00:00 GMT'),
    plain('range', 'Range', 'bytes=0-9'),
    plain('prefer', 'Prefer', 'return=minimal'),
    plain('no-cache', 'Cache-Control', 'no-cache', 'accepted', ['C1']),
  ],
};

/** Headers that a parser may stumble over (C16). */
export const oddHeader: Factor = {
  id: 'odd-header',
  title: 'odd headers',
  levels: [
    without('odd headers'),
    header('empty', 'with an empty unknown header', 'X-Unknown', ''),
    header('non-ascii', 'with a header that is not ASCII', 'X-Unknown', 'caf\u00e9'),
    header('long', 'with a header of 5,000 characters', 'X-Unknown', (random) => drawText(random, 'abc', 5000)),
    {
      id: 'many',
      title: 'with 60 unknown headers',
      evidence: unknown,
      alone: 'open',
      change: (draft) => ({
        ...draft,
        headers: [...draft.headers, ...[...Array(60).keys()].map((index) => [`X-Unknown-${index}`, 'x'] as const)],
      }),
    },
  ],
};
