import { createRequire } from 'node:module';
import { evidence } from '../contract/evidence';
import { cases } from '../contract/index';
import { stringsIn } from '../lib/json';
import { Redactor } from './redactor';

/** The tool's own test values and secrets that contain words. */
function knowing(): Redactor {
  const redactor = new Redactor();
  for (const secret of ['not-a-credential', 'not-a-token-at-all', 'opaque-credential', 'customer-reference-invalid'])
    redactor.learn(secret, 'token');
  redactor.learn('mZ4x9QvT7pKc2WbN8sYd3RfG6hJk1LtA5uEoXiVzP0q=', 'private key', true);
  return redactor;
}

/** The words in the English lists of an installed package. */
function englishWords(): string[] {
  const newman = createRequire(require.resolve('newman'));
  const collection = createRequire(newman.resolve('postman-collection'));
  const { internet: _names, ...lists } = collection('@faker-js/faker/lib/locales/en') as Record<string, unknown>;
  const texts = [...stringsIn(JSON.parse(JSON.stringify(lists)), 1_000_000)].map(({ value }) => value);
  return [...new Set(texts.join(' ').match(/(?<![A-Za-z])[A-Za-z]{2,}(?![A-Za-z])/g))];
}

/** The permanent and provisional names of the IANA registry of HTTP fields, and others that servers send. */
const headerNames = `
A-IM Accept Accept-Additions Accept-CH Accept-Datetime Accept-Encoding Accept-Features Accept-Language Accept-Patch
Accept-Post Accept-Ranges Accept-Signature Access-Control-Allow-Credentials Access-Control-Allow-Headers
Access-Control-Allow-Methods Access-Control-Allow-Origin Access-Control-Expose-Headers Access-Control-Max-Age
Access-Control-Request-Headers Access-Control-Request-Method Activate-Storage-Access Age Allow ALPN Alt-Svc Alt-Used
Alternates AMP-Cache-Transform Apply-To-Redirect-Ref Authentication-Control Authentication-Info Authorization
Available-Dictionary Cache-Control Cache-Group-Invalidation Cache-Groups Cache-Status Cal-Managed-ID CalDAV-Timezones
Capsule-Protocol CDN-Cache-Control CDN-Loop Cert-Not-After Cert-Not-Before Clear-Site-Data Client-Cert Client-Cert-Chain
Close CMCD-Object CMCD-Request CMCD-Session CMCD-Status CMSD-Dynamic CMSD-Static Concealed-Auth-Export
Configuration-Context Connection Content-Digest Content-Disposition Content-Encoding Content-Language Content-Length
Content-Location Content-Range Content-Security-Policy Content-Security-Policy-Report-Only Content-Type Cookie
Cross-Origin-Embedder-Policy Cross-Origin-Embedder-Policy-Report-Only Cross-Origin-Opener-Policy
Cross-Origin-Opener-Policy-Report-Only Cross-Origin-Resource-Policy CTA-Common-Access-Token DASL Date DAV Delta-Base
Deprecation Depth Destination Detached-JWS Dictionary-ID DPoP DPoP-Nonce Early-Data EDIINT-Features ETag Expect Expect-CT
Expires Forwarded From Hobareg Host HTTP2-Settings If If-Match If-Modified-Since If-None-Match If-Range
If-Schedule-Tag-Match If-Unmodified-Since IM Include-Referred-Token-Binding-ID Keep-Alive Label Last-Event-ID
Last-Modified Link Link-Template Location Lock-Token Max-Forwards Memento-Datetime Meter Method-Check
Method-Check-Expires MIME-Version Negotiate NEL OData-EntityId OData-Isolation OData-MaxVersion OData-Version
Optional-WWW-Authenticate Ordering-Type Origin Origin-Agent-Cluster OSCORE OSLC-Core-Version Overwrite Permissions-Policy
Ping-From Ping-To Position Prefer Preference-Applied Priority Proxy-Authenticate Proxy-Authentication-Info
Proxy-Authorization Proxy-Status Public-Key-Pins Public-Key-Pins-Report-Only Range Redirect-Ref Referer Referrer-Policy
Refresh Repeatability-Client-ID Repeatability-First-Sent Repeatability-Request-ID Repeatability-Result Replay-Nonce
Reporting-Endpoints Repr-Digest Retry-After Schedule-Reply Schedule-Tag Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site
Sec-Fetch-Storage-Access Sec-Fetch-User Sec-GPC Sec-Purpose Sec-Token-Binding Sec-WebSocket-Accept
Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Version Server Server-Timing Set-Cookie
Set-Txn Signature Signature-Input SLUG SoapAction Status-URI Strict-Transport-Security Sunset Surrogate-Capability
Surrogate-Control TCN TE Timeout Topic Traceparent Tracestate Trailer Transfer-Encoding TTL Unencoded-Digest Upgrade
Urgency Use-As-Dictionary User-Agent Variant-Vary Vary Via Want-Content-Digest Want-Repr-Digest
Want-Unencoded-Digest WWW-Authenticate X-Content-Type-Options X-Frame-Options X-Forwarded-For X-Forwarded-Host
X-Forwarded-Proto X-Powered-By X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset X-Request-Id X-Correlation-ID
X-XSS-Protection X-Permitted-Cross-Domain-Policies X-Content-Security-Policy X-DNS-Prefetch-Control CF-Cache-Status
`
  .trim()
  .split(/\s+/);

describe('words are not hidden', () => {
  const redactor = knowing();

  it('of English, ten thousand of them, in a response', () => {
    const words = englishWords();
    expect(words.length).toBeGreaterThan(10_000);
    const hidden = words.filter(
      (word) => redactor.redact(`{"message":"the ${word} is here"}`) !== `{"message":"the ${word} is here"}`,
    );
    expect(hidden).toEqual([]);
  });

  it('of English, in long sentences', () => {
    const words = englishWords();
    const sentences = Array.from({ length: words.length / 20 }, (_, index) =>
      words.slice(20 * index, 20 * index + 20).join(' '),
    );
    expect(sentences.filter((sentence) => redactor.redact(sentence) !== sentence)).toEqual([]);
  });

  it('of English, in long texts of short words', () => {
    const short = englishWords().filter((word) => word.length <= 8);
    const words = short.map((word, index) => (index % 3 === 0 ? `${word[0]!.toUpperCase()}${word.slice(1)}` : word));
    const texts = Array.from({ length: words.length / 200 }, (_, index) =>
      words.slice(200 * index, 200 * index + 200).join(', '),
    );
    expect(texts.filter((text) => redactor.redact(text) !== text)).toEqual([]);
  });

  it('in names of headers, all that are registered', () => {
    const texts = headerNames.flatMap((name) => [
      name,
      name.toLowerCase(),
      name.toUpperCase(),
      `Access-Control-Expose-Headers: ${name}`,
    ]);
    expect(texts.filter((text) => redactor.redact(text) !== text)).toEqual([]);
    const list = headerNames.join(', ');
    expect(redactor.redact(list)).toBe(list);
  });

  it('in the contract itself', () => {
    const texts = [
      ...Object.values(evidence).map(({ fact }) => fact),
      ...cases.flatMap(({ id, title }) => [id, title]),
    ];
    const hidden = texts.filter((text) => redactor.redact(text) !== text);
    expect(hidden).toEqual([]);
  });

  it.each([
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    'Microsoft.AspNetCore.Mvc.ValidationProblemDetails',
    'org.springframework.http.converter.HttpMessageNotReadableException: Required request body is missing',
    'https://tools.ietf.org/html/rfc7231#section-6.5.1',
    'CUSTOMER_REF_MUST_NOT_EXCEED_50_CHARACTERS',
    'public, max-age=31536000, stale-while-revalidate=86400, immutable',
    "default-src 'self'; script-src 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
    'Thu, 15 Jan 2026 12:00:00 GMT',
    '2026-01-15T12:00:00.123456+00:00',
    '20260115T120000Z',
    '{"message":"\\u041e\\u0448\\u0438\\u0431\\u043a\\u0430 \\u0430\\u0432\\u0442\\u043e\\u0440\\u0438\\u0437\\u0430\\u0446\\u0438\\u0438"}',
    '/search?q=%D0%9E%D1%88%D0%B8%D0%B1%D0%BA%D0%B0%20%E9%94%99%E8%AF%AF%E7%A0%81',
    'The values allowed are 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | undefined',
    'Allowed currencies: GBP,USD,EUR,CHF,JPY,NOK,SEK,DKK,PLN,CZK,HUF,BGN,RON,TRY,ILS,ZAR',
    'fe80::a00:27ff:fe4e:66a1, 2001:db8:85a3::8a2e:370:7334',
    'HTTP/1.1 405 Method Not Allowed',
    '192.168.100.200, 10.250.100.101',
    'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  ])('in %s', (text) => {
    expect(redactor.redact(text)).toBe(text);
  });

  const random = '4442587FB7D0A2F91c9f9e0b';
  const document = { id: random, v: 0, cAt: '2024-03-01T10:20:33.123Z', uAt: '2024-03-01T10:20:33.123Z', st: 'A1' };
  it.each([
    ['a document', JSON.stringify(document)],
    ['a short product', `{"eTag":"${random}","q":1,"ccy":"EUR","amt":12.50}`],
    ['XML', `<RequestId>${random}</RequestId><xmlns:a="http://schemas.microsoft.com/"/>`],
    ['an image', `<img src="data:image/png;base64,${random}">`],
  ])('around what is hidden in %s', (_name, text) => {
    expect(redactor.redact(text).replace(/\[24 characters sha256:\w{8}\]/, random)).toBe(text);
    expect(redactor.redact(text)).not.toContain(random);
  });

  const rows = Array.from({ length: 500 }, (_, at) => ({
    ...{ id: at, code: `A${at}`, price: at * 1.25, currency: ['EUR', 'GBP', 'USD'][at % 3], size: [at % 10, 12, 13] },
    ...{
      path: `/v1/orders/${at}?a=1&b=2`,
      name: `Order number ${at}`,
      isPaid: at % 2 === 0,
      tags: [`x${at % 7}`, 'y'],
    },
  }));
  const cells = (row: object): string[] => Object.values(row).map(String);
  it.each([
    ['JSON', JSON.stringify(rows)],
    ['JSON with blanks', JSON.stringify(rows, null, 2)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(rows))],
    ['a form', rows.map((row) => `name=${encodeURIComponent(row.name)}&id=${row.id}&code=${row.code}`).join('&')],
    ['a table of HTML', rows.map((row) => `<tr><td>${cells(row).join('</td><td>')}</td></tr>`).join('')],
    ['a table of CSV', rows.map((row) => cells(row).join(',')).join('\n')],
    ['XML', rows.map(({ id, code, price }) => `<row id="${id}"><code>${code}</code><p>${price}</p></row>`).join('')],
  ])('in many rows of data as %s', (_name, text) => {
    for (const length of [500, 2000, 32_000])
      expect(redactor.redact(text.slice(0, length))).toBe(text.slice(0, length));
  });
});
