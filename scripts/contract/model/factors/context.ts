import { rows } from '../rows';
import { drawText, type Factor, level, unchanged } from './draft';
import { drawHex, headerLevel, plainHeaderLevel } from './headers';

const without = (what: string) => unchanged('none', `without ${what}`, ['C1']);

/** Headers of proxies, some of which a careless server trusts (C16). */
export const forwarding: Factor = {
  id: 'forwarding',
  title: 'the headers of proxies',
  levels: [
    without('headers of proxies'),
    plainHeaderLevel('forwarded', 'Forwarded', 'for=127.0.0.1;proto=https;by=10.0.0.1'),
    plainHeaderLevel('forwarded-malformed', 'Forwarded', 'for="[::1'),
    plainHeaderLevel('forwarded-for', 'X-Forwarded-For', '203.0.113.7, 10.0.0.1'),
    plainHeaderLevel('forwarded-for-loopback', 'X-Forwarded-For', '127.0.0.1'),
    plainHeaderLevel('forwarded-for-malformed', 'X-Forwarded-For', 'unknown, ::1]'),
    plainHeaderLevel('forwarded-proto', 'X-Forwarded-Proto', 'http'),
    plainHeaderLevel('forwarded-host', 'X-Forwarded-Host', 'admin.example'),
    plainHeaderLevel('real-ip', 'X-Real-IP', '10.0.0.1'),
    plainHeaderLevel('client-ip', 'X-Client-IP', '127.0.0.1'),
    plainHeaderLevel('original-url', 'X-Original-URL', '/health'),
    plainHeaderLevel('forwarded-user', 'X-Forwarded-User', 'admin'),
  ],
};

/** Headers of tracing (C16). */
export const tracing: Factor = {
  id: 'tracing',
  title: 'the headers of tracing',
  levels: [
    without('headers of tracing'),
    headerLevel(
      'traceparent',
      'with a traceparent',
      'traceparent',
      (random) => `00-${drawHex(random, 32)}-${drawHex(random, 16)}-01`,
    ),
    plainHeaderLevel('traceparent-malformed', 'traceparent', '00-xyz'),
    headerLevel(
      'traceparent-zero',
      'with a traceparent of zeros',
      'traceparent',
      `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
    ),
    plainHeaderLevel('b3', 'b3', '80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1'),
    plainHeaderLevel('tracestate', 'tracestate', 'vendor=1,other=2'),
    plainHeaderLevel('baggage', 'baggage', 'userId=alice,role=admin'),
  ],
};

/** Headers of browsers (C16). */
export const origin: Factor = {
  id: 'origin',
  title: 'the headers of browsers',
  levels: [
    without('headers of browsers'),
    plainHeaderLevel('origin', 'Origin', 'https://shop.example'),
    plainHeaderLevel('origin-null', 'Origin', 'null'),
    plainHeaderLevel('referer', 'Referer', 'https://shop.example/basket?id=1'),
    plainHeaderLevel('requested-with', 'X-Requested-With', 'XMLHttpRequest'),
    plainHeaderLevel('sec-fetch', 'Sec-Fetch-Site', 'cross-site'),
  ],
};

/** Cookies: no call takes one (C16). */
export const cookie: Factor = {
  id: 'cookie',
  title: 'the cookies',
  levels: [
    without('cookies'),
    plainHeaderLevel('session', 'Cookie', 'session=0123456789abcdef; theme=dark'),
    plainHeaderLevel('malformed', 'Cookie', '=;;x;=="'),
    headerLevel('lone-percent', 'with a lone percent sign in a cookie', 'Cookie', () => 'discount=50%; theme=dark'),
    headerLevel(
      'long',
      'with a Cookie of 2,000 characters',
      'Cookie',
      (random) => `x=${drawText(random, 'abc', 2000)}`,
    ),
    headerLevel('reference', 'with a reference in a cookie', 'Cookie', (random) => {
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
    plainHeaderLevel('close', 'Connection', 'close', 'accepted', ['C1']),
    headerLevel('curl', agentTitle('curl'), 'User-Agent', 'curl/8.9.1', 'accepted'),
    headerLevel('postman', agentTitle('Postman'), 'User-Agent', 'PostmanRuntime/7.43.0', 'accepted'),
    headerLevel(
      'browser',
      agentTitle('a browser'),
      'User-Agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
      'accepted',
    ),
    headerLevel('probe', agentTitle('a health check'), 'User-Agent', 'kube-probe/1.31'),
    headerLevel('bot', agentTitle('a crawler'), 'User-Agent', 'Googlebot/2.1 (+http://www.google.com/bot.html)'),
    headerLevel('java', agentTitle('a Java client'), 'User-Agent', 'Java/17.0.2', 'accepted'),
    headerLevel('empty', 'with an empty User-Agent', 'User-Agent', ''),
    headerLevel(
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
    plainHeaderLevel('internal', 'X-Internal-Request', 'true'),
    plainHeaderLevel('debug', 'X-Debug', '1'),
    plainHeaderLevel('api-key', 'X-Api-Key', 'test'),
    plainHeaderLevel('user', 'X-User-Id', '1'),
    plainHeaderLevel('version', 'X-Api-Version', '2'),
    plainHeaderLevel('idempotency-key', 'Idempotency-Key', 'a1b2c3'),
  ],
};

/** Headers that ask for another form of the response (C16). */
export const conditional: Factor = {
  id: 'conditional',
  title: 'conditions of the response',
  levels: [
    without('conditions of the response'),
    plainHeaderLevel('if-none-match', 'If-None-Match', '*'),
    plainHeaderLevel('if-match', 'If-Match', '"x"'),
    plainHeaderLevel('if-modified-since', 'If-Modified-Since', 'Mon, 01 Jan 2035 00:00:00 GMT'),
    plainHeaderLevel('range', 'Range', 'bytes=0-9'),
    plainHeaderLevel('prefer', 'Prefer', 'return=minimal'),
    plainHeaderLevel('no-cache', 'Cache-Control', 'no-cache', 'accepted', ['C1']),
  ],
};

/** Headers that a parser may stumble over (C16). */
export const oddHeader: Factor = {
  id: 'odd-header',
  title: 'odd headers',
  levels: [
    without('odd headers'),
    headerLevel('empty', 'with an empty unknown header', 'X-Unknown', ''),
    headerLevel('non-ascii', 'with a header that is not ASCII', 'X-Unknown', 'caf\u00e9'),
    headerLevel('long', 'with a header of 5,000 characters', 'X-Unknown', (random) => drawText(random, 'abc', 5000)),
    level('many', 'with 60 unknown headers', 'open', [rows.unknownChangesNothing], (draft) => ({
      ...draft,
      headers: [...draft.headers, ...[...Array(60).keys()].map((index) => [`X-Unknown-${index}`, 'x'] as const)],
    })),
  ],
};
