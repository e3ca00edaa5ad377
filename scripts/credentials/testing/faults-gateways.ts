import { error, page, type ScriptedAnswer } from './api';
import { api, seeded } from './arrange';

const html = (status: number, title: string, headers: Readonly<Record<string, string>> = {}): ScriptedAnswer => ({
  status,
  body: `<!doctype html><html><head><title>${title}</title></head><body>…</body></html>`,
  headers: { 'Content-Type': 'text/html', ...headers },
});

const xml = (status: number, body: string): ScriptedAnswer => ({
  ...{ status, body, headers: { 'Content-Type': 'application/xml' } },
});

/** What refuses a request in place of the API. */
const gateways: readonly (readonly [name: string, answer: ScriptedAnswer])[] = [
  [
    'a missing subscription key of Azure API Management',
    { status: 401, body: { statusCode: 401, message: 'Access denied due to missing subscription key.' } },
  ],
  ['an exhausted quota of Azure', { status: 403, body: { statusCode: 403, message: 'Out of call volume quota.' } }],
  [
    'Forbidden of AWS',
    { status: 403, body: { message: 'Forbidden' }, headers: { 'x-amzn-errortype': 'ForbiddenException' } },
  ],
  ['a missing token of AWS', { status: 403, body: { message: 'Missing Authentication Token' } }],
  ['AccessDenied of S3', xml(403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>')],
  ['a blocked address', { status: 403, body: 'IP address blocked', headers: { 'Content-Type': 'text/plain' } }],
  ['Cloudflare 1020', { status: 403, body: 'error code: 1020', headers: { Server: 'cloudflare', 'CF-RAY': '8a1b' } }],
  ["Cloudflare's challenge", html(403, 'Just a moment...', { 'cf-mitigated': 'challenge' })],
  ["Akamai's page", html(403, 'Access Denied', { Server: 'AkamaiGHost' })],
  ["a firewall's page", html(403, 'Request Rejected')],
  ["Zscaler's page", html(403, 'Internet Security by Zscaler', { Server: 'Zscaler/6.2' })],
  ['a key that Kong misses', { status: 401, body: { message: 'No API key found in request' } }],
  [
    'a key that Apigee does not know',
    {
      status: 401,
      body: { fault: { faultstring: 'Invalid ApiKey', detail: { errorcode: 'oauth.v2.InvalidApiKey' } } },
    },
  ],
  ['Google', { status: 403, body: { error: { code: 403, message: 'Denied', status: 'PERMISSION_DENIED' } } }],
  ['a framework', { status: 403, body: { timestamp: '2026-01-01', status: 403, error: 'Forbidden', path: '/' } }],
  ['problem details', { status: 401, body: { type: 'about:blank', title: 'Unauthorized', status: 401 } }],
  ['a list', { status: 401, body: ['Unauthorized'] }],
  ['a client certificate that IIS wants', html(403, '403 - Forbidden: SSL certificate required')],
  ['a login by Basic', { status: 401, body: '', headers: { 'WWW-Authenticate': 'Basic realm="staging"' } }],
  ['a login by Basic with a page', html(401, '401 Authorization Required', { 'WWW-Authenticate': 'Basic realm="x"' })],
  ['a login by Digest', { status: 401, body: '', headers: { 'WWW-Authenticate': 'Digest realm="a", nonce="b"' } }],
  ["Cloudflare's challenge without a page", { status: 403, headers: { 'cf-mitigated': 'challenge' } }],
  ["AWS' firewall without a page", { status: 403, headers: { 'x-amzn-waf-action': 'block' } }],
  ['Akamai without a page', { status: 403, headers: { Server: 'AkamaiGHost' } }],
  ['a load balancer of AWS without a page', { status: 401, headers: { Server: 'awselb/2.0' } }],
  ['a login by NTLM', { ...error(401, 'UNAUTHORISED'), headers: { 'WWW-Authenticate': 'NTLM' } }],
];

/** Refusals that were not written by the API. */
export const gatewayFaults = seeded(3, [
  ...gateways.flatMap(
    ([name, answer]) =>
      [
        [`${name} at the exchange`, 'refused-before-api', 'hmac-exchange', { hmac: answer }],
        [`${name} at the payout call`, 'refused-before-api', 'payout-token', { payout: answer }],
      ] as const,
  ),
  [
    'a gateway that refuses everything',
    'refused-before-api',
    'hmac-exchange',
    () => {
      const answer = { status: 403, body: { message: 'Forbidden' } };
      return api({ first: answer, hmac: answer });
    },
  ],
  [
    'a client certificate that nginx wants',
    'refused-before-api',
    'first-answer',
    { first: html(400, '400 No required SSL certificate was sent', { Server: 'nginx' }) },
  ],
  ['a block page at once', 'refused-before-api', 'first-answer', { first: page(403) }],
  [
    'an empty 401 to every request',
    'refused-before-api',
    'hmac-exchange',
    { first: { status: 401 }, hmac: { status: 401 } },
  ],
  [
    'a gateway at the payout options',
    'refused-before-api',
    'payout-options',
    { options: { status: 403, body: { message: 'Forbidden' } } },
  ],
]);
