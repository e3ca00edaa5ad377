import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The most frequent words of the documentation that the installed packages bring along, in lower case. */
export function commonWords(count: number): string[] {
  const root = join(__dirname, '../../node_modules');
  const folders = readdirSync(root)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(root, name)).map((each) => join(name, each)) : [name]));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => /\.md$/i.test(name))
      .map((name) => join(root, folder, name)),
  );
  const library = join(root, 'typescript/lib');
  files.push(
    ...readdirSync(library).flatMap((name) =>
      /^(lib\.|typescript).*\.d\.ts$/.test(name) ? [join(library, name)] : [],
    ),
  );
  const uses = new Map<string, number>();
  for (const file of files)
    for (const [word] of readFileSync(file, 'utf8').matchAll(/(?<![\w-])[A-Za-z][a-z]{2,19}(?![\w-])/g))
      uses.set(word.toLowerCase(), (uses.get(word.toLowerCase()) ?? 0) + 1);
  const byUse = [...uses].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return byUse.slice(0, count).map(([word]) => word);
}

/** The HTTP field names of the IANA registry, without those that a proxy between two servers must not repeat. */
export const fieldNames: readonly string[] = `
A-IM Accept Accept-Additions Accept-CH Accept-Charset Accept-Datetime Accept-Encoding Accept-Features Accept-Language
Accept-Patch Accept-Post Accept-Query Accept-Ranges Accept-Signature Access-Control Access-Control-Allow-Credentials
Access-Control-Allow-Headers Access-Control-Allow-Methods Access-Control-Allow-Origin Access-Control-Expose-Headers
Access-Control-Max-Age Access-Control-Request-Headers Access-Control-Request-Method Activate-Storage-Access Age Allow
ALPN Alt-Svc Alt-Used Alternates AMP-Cache-Transform Apply-To-Redirect-Ref Authentication-Control Authentication-Info
Authorization Available-Dictionary C-Ext C-Man C-Opt C-PEP C-PEP-Info Cache-Control Cache-Group-Invalidation
Cache-Groups Cache-Status Cal-Managed-ID CalDAV-Timezones Capsule-Protocol CDN-Cache-Control CDN-Loop
Cert-Not-After Cert-Not-Before Clear-Site-Data Client-Cert Client-Cert-Chain Close CMCD-Object CMCD-Request
CMCD-Session CMCD-Status CMSD-Dynamic CMSD-Static Concealed-Auth-Export Configuration-Context Connection
Content-Base Content-Digest Content-Disposition Content-Encoding Content-ID Content-Language Content-Length
Content-Location Content-MD5 Content-Range Content-Script-Type Content-Security-Policy
Content-Security-Policy-Report-Only Content-Style-Type Content-Type Content-Version Cookie Cookie2
Cross-Origin-Embedder-Policy Cross-Origin-Embedder-Policy-Report-Only Cross-Origin-Opener-Policy
Cross-Origin-Opener-Policy-Report-Only Cross-Origin-Resource-Policy CTA-Common-Access-Token DASL Date DAV
Default-Style Delta-Base Deprecation Depth Derived-From Destination Detached-JWS Differential-ID Dictionary-ID Digest
DPoP DPoP-Nonce Early-Data EDIINT-Features ETag Expect Expect-CT Expires Ext Forwarded From GetProfile Hobareg Host
HTTP2-Settings IM If If-Match If-Modified-Since If-None-Match If-Range If-Schedule-Tag-Match If-Unmodified-Since
Include-Referred-Token-Binding-ID Isolation Keep-Alive Label Last-Event-ID Last-Modified Link Link-Template Location
Lock-Token Man Max-Forwards Memento-Datetime Meter Method-Check Method-Check-Expires MIME-Version Negotiate NEL
OData-EntityId OData-Isolation OData-MaxVersion OData-Version Opt Optional-WWW-Authenticate Ordering-Type Origin
Origin-Agent-Cluster OSCORE OSLC-Core-Version Overwrite P3P PEP PEP-Info Permissions-Policy PICS-Label Ping-From
Ping-To Position Pragma Prefer Preference-Applied Priority ProfileObject Protocol Protocol-Info Protocol-Query
Protocol-Request Proxy-Authenticate Proxy-Authentication-Info Proxy-Authorization Proxy-Features Proxy-Instruction
Proxy-Status Public Public-Key-Pins Public-Key-Pins-Report-Only Range Redirect-Ref Referer Referer-Root Referrer-Policy
Refresh Repeatability-Client-ID Repeatability-First-Sent Repeatability-Request-ID Repeatability-Result Replay-Nonce
Reporting-Endpoints Repr-Digest Retry-After Safe Schedule-Reply Schedule-Tag Sec-Fetch-Dest Sec-Fetch-Mode
Sec-Fetch-Site Sec-Fetch-Storage-Access Sec-Fetch-User Sec-GPC Sec-Purpose Sec-Token-Binding Sec-WebSocket-Accept
Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Version Security-Scheme Server
Server-Timing Set-Cookie Set-Cookie2 SetProfile Signature Signature-Input SLUG SoapAction Status-URI
Strict-Transport-Security Sunset Surrogate-Capability Surrogate-Control TCN TE Timeout Timing-Allow-Origin Topic
Traceparent Tracestate Trailer Transfer-Encoding TTL Upgrade Urgency URI Use-As-Dictionary User-Agent Variant-Vary Vary
Via Want-Content-Digest Want-Digest Want-Repr-Digest Warning WWW-Authenticate X-Content-Type-Options X-Frame-Options
`
  .trim()
  .split(/\s+/);
