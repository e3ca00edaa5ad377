import type { ConditionId } from '../combined/conditions';
import { segment, withSegment } from './client';
import { type Draft, mergedWith, type Step } from './draft';

/** What fulfils a condition. */
export interface ShownCondition {
  readonly call?: Draft['call'];
  readonly step?: Step;
  /** The requests that come before, each made from the valid one. */
  readonly before?: readonly Step[];
  /** How many times the request itself comes before. */
  readonly again?: number;
  readonly atOnce?: true;
}

const step = (change: Step): ShownCondition => ({ step: change });
const same: Step = (draft) => draft;
const headers = (more: Readonly<Record<string, string>>): ShownCondition =>
  step((draft) => ({ ...draft, headers: { ...draft.headers, ...more } }));
const header = (name: string, value: string): ShownCondition => headers({ [name]: value });
const type = (value: string): ShownCondition => header('content-type', value);
const correlation = (id: string): ShownCondition => header('x-correlation-id', id);
const method = (name: string): ShownCondition => step((draft) => ({ ...draft, method: name }));
const query = (text: string): ShownCondition => step((draft) => ({ ...draft, query: text }));
const path = (spell: (text: string) => string): ShownCondition =>
  step((draft) => ({ ...draft, path: spell(draft.path) }));
const body = (edit: (json: string) => string | Uint8Array): ShownCondition =>
  step((draft) => ({ ...draft, write: (references) => edit(JSON.stringify(references)) }));
const withProperty = (text: string): ShownCondition => body((json) => json.replace(/\}$/, `,${text}}`));
const value = (one: unknown): ShownCondition =>
  step((draft) => ({ ...draft, references: { ...draft.references, instructionRef: one } }));
const values = (customerRef: unknown, orderRef: unknown, instructionRef: unknown): ShownCondition =>
  step((draft) => ({ ...draft, references: mergedWith(draft.references, { customerRef, orderRef, instructionRef }) }));
const scheme = (spell: (word: string) => string): ShownCondition =>
  step((draft) => ({ ...draft, scheme: spell(draft.scheme) }));
const token = (text: string): ShownCondition => step((draft) => ({ ...draft, token: text }));
const tokenFrom = (edit: (text: string) => string): ShownCondition =>
  step((draft) => ({ ...draft, token: edit(draft.token ?? '') }));
const head = (parameters: object): ShownCondition => tokenFrom((text) => withSegment(text, 0, segment(parameters)));
const hmac = (change: Draft['hmac']): ShownCondition => ({
  call: 'hmac',
  step: (draft) => ({ ...draft, hmac: { ...draft.hmac, ...change } }),
});
const nonce = (text: string): ShownCondition => hmac({ nonce: text });
const time = (write: (seconds: number) => string): ShownCondition => ({
  call: 'hmac',
  step: (draft) => ({ ...draft, hmac: { ...draft.hmac, timestamp: write(Number(draft.hmac.timestamp)) } }),
});
const after = (...before: readonly Step[]): ShownCondition => ({ call: 'payout', before });
const many = (count: number): readonly Step[] => Array.from({ length: count }, () => same);

const asText = { 'content-type': 'text/plain' };
const hex = '0123456789abcdef0123456789abcdef';
const guid = '0A1B2C3D-0000-4000-8000-00000000000F';

/** For each condition, what fulfils it. */
export const shownConditions: Readonly<Record<ConditionId, ShownCondition>> = {
  'body-byte-order-mark': body((json) => `\ufeff${json}`),
  'body-trailing-comma': body((json) => json.replace(/\}$/, ',}')),
  'body-trailing-nul': body((json) => `${json}\0`),
  'body-pretty': body((json) => JSON.stringify(JSON.parse(json), null, 2)),
  'body-white-space-around': body((json) => `\r\n\t ${json}\n`),
  'body-white-space-inside': body((json) => json.replaceAll(':', ' \t: ')),
  'body-white-space-much': body((json) => `${' '.repeat(5000)}${json}`),
  'body-reversed': body((json) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).reverse()))),
  'body-escaped-names': body((json) => json.replaceAll('"order', '"\\u006frder')),
  'body-escaped-values': body((json) =>
    json.replace('"customerRef":"my', '"customerRef":"\\u006d\\u0079').replace(/-customer-ref/, ''),
  ),
  'body-repeated': body((json) => json.replace('{', '{"customerRef":"first",')),
  'body-lower-case-names': body((json) => json.replaceAll('Ref"', 'ref"')),
  'body-unknown-null': withProperty('"x":null'),
  'body-unknown-object': withProperty('"metadata":{"a":1}'),
  'body-unknown-numbers': withProperty('"x":1.5e300'),
  'body-proto': withProperty('"__proto__":{"a":1}'),
  'body-constructor': withProperty('"constructor":{"prototype":{}}'),
  'body-empty-name': withProperty('"":"x"'),
  'body-long-name': withProperty(`"${'x'.repeat(5000)}":"x"`),
  'body-non-ascii-name': withProperty('"caf\u00e9":"x"'),
  'body-similar-names': withProperty('"customer_ref":"x"'),
  'body-role': withProperty('"role":"admin"'),
  'body-many': withProperty(Array.from({ length: 500 }, (_none, index) => `"x${index}":1`).join(',')),
  'body-over-a-thousand': withProperty(Array.from({ length: 1100 }, (_none, index) => `"x${index}":1`).join(',')),
  'body-nested-property': withProperty(`"x":${'['.repeat(1000)}${']'.repeat(1000)}`),
  'body-empty-array': body(() => '[]'),
  'body-float': body(() => '1e400'),
  'body-true': body(() => 'true'),
  'body-null': body(() => 'null'),
  'body-blank': body(() => ' \r\n '),
  'transfer-chunked': header('transfer-encoding', 'chunked'),
  'transfer-empty-chunked': step((draft) => ({
    ...draft,
    headers: { ...draft.headers, 'transfer-encoding': 'chunked' },
    write: () => '',
  })),
  'body-malformed-as-text': step((draft) => ({ ...draft, write: () => '{', headers: asText })),
  'body-malformed-without-credential': step(({ token: _none, ...draft }) => ({ ...draft, write: () => '{' })),
  'transfer-expect-chunked': headers({ expect: '100-continue', 'transfer-encoding': 'chunked' }),
  'transfer-expect': header('expect', '100-continue'),

  'media-type-upper-case': type('APPLICATION/JSON'),
  'media-type-utf-16': type('application/json; charset=utf-16'),
  'media-type-latin-1': type('application/json; charset=iso-8859-1'),
  'media-type-unknown-charset': type('application/json; charset=x-unknown'),
  'media-type-parameter': type('application/json; odata=minimal'),
  'media-type-empty-parameter': type('application/json;'),
  'media-type-malformed-parameter': type('application/json; charset'),
  'media-type-unclosed-parameter': type('application/json; charset="utf-8'),
  'media-type-suffix': type('application/vnd.imburse+json'),
  'media-type-text-json': type('text/json'),
  'media-type-half': type('application/'),
  'coding-identity': header('content-encoding', 'identity'),
  'coding-gzip-claimed': header('content-encoding', 'gzip'),
  'negotiation-any': header('accept', '*/*'),
  'negotiation-weighted': header('accept', 'application/json;q=0.9, */*;q=0.1'),
  'negotiation-html': header('accept', 'text/html'),
  'negotiation-version': header('accept', 'application/vnd.imburse.v2+json'),
  'negotiation-malformed': header('accept', ';;q=x'),
  'negotiation-many': header('accept', Array(200).fill('a/b').join(',')),
  'negotiation-language': header('accept-language', 'de-DE,de;q=0.9'),
  'negotiation-language-turkish': header('accept-language', 'tr-TR'),
  'negotiation-language-malformed': header('accept-language', ';;,q=-1'),
  'negotiation-language-empty': header('accept-language', ''),
  'negotiation-coding-gzip': header('accept-encoding', 'gzip'),
  'context-origin': header('origin', 'https://shop.example'),
  'context-origin-null': header('origin', 'null'),
  'context-referer': header('referer', 'https://shop.example/'),
  'context-cookie': header('cookie', 'session=0123'),
  'context-cookie-malformed': header('cookie', '=;;x'),
  'context-traceparent': header('traceparent', `00-${hex}-0123456789abcdef-01`),
  'context-traceparent-malformed': header('traceparent', '00-xyz'),
  'context-traceparent-zero': header('traceparent', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`),
  'context-forwarded': header('forwarded', 'for=127.0.0.1'),
  'context-forwarded-for': header('x-forwarded-for', '203.0.113.7'),
  'context-forwarded-for-loopback': header('x-forwarded-for', '127.0.0.1'),
  'context-forwarded-proto': header('x-forwarded-proto', 'http'),
  'context-forwarded-host': header('x-forwarded-host', 'admin.example'),
  'context-real-ip': header('x-real-ip', '10.0.0.1'),
  'context-original-url': header('x-original-url', '/health'),
  'context-forwarded-user': header('x-forwarded-user', 'admin'),
  'context-internal': header('x-internal-request', 'true'),
  'context-requested-with': header('x-requested-with', 'XMLHttpRequest'),
  'context-idempotency-key': header('idempotency-key', 'a1'),
  'context-prefer': header('prefer', 'return=minimal'),
  'context-non-ascii': header('x-unknown', 'caf\u00e9'),
  'context-many': headers(
    Object.fromEntries(Array.from({ length: 60 }, (_none, index) => [`x-unknown-${index}`, 'x'])),
  ),
  'correlation-guid-upper': correlation(guid),
  'correlation-short': correlation('x'),
  'correlation-digits': correlation('1234567890'),
  'correlation-hex': correlation(hex),
  'correlation-length-64': correlation('x'.repeat(64)),
  'correlation-punctuation': correlation('a:b/c=d+e|f~g'),
  'correlation-long': correlation('x'.repeat(1000)),
  'correlation-empty': correlation(''),
  'correlation-non-ascii': correlation('tr\u00e4ce'),
  'correlation-request-id': header('x-request-id', hex),
  'owner-own': step((draft, { own }) => ({
    ...draft,
    headers: { ...draft.headers, 'x-account-id': own.accountId, 'x-tenant-id': own.tenantId },
  })),

  'path-trailing-slash': path((text) => `${text}/`),
  'path-double-slash': path((text) => text.replace(/\/(?=[^/]*$)/, '//')),
  'path-leading-double-slash': path((text) => `/${text}`),
  'path-upper-case': path((text) => text.toUpperCase()),
  'path-capital': path((text) => text.replace('payout', 'Payout')),
  'path-encoded-letter': path((text) => text.replace('payout', 'pa%79out')),
  'path-encoded-slash': path((text) => text.replace(/\/(?=[^/]*$)/, '%2F')),
  'path-parameter': path((text) => `${text};v=1`),
  'path-trailing-space': path((text) => `${text}%20`),
  'path-trailing-nul': path((text) => `${text}%00`),
  'query-one': query('abcd=123'),
  'query-version': query('api-version=1.0'),
  'query-name-alone': query('debug'),
  'query-reference': query('customerRef=abc'),
  'query-encoded': query('x=%00%ff%zz'),
  'query-prototype': query('__proto__[admin]=1'),
  'method-head': method('HEAD'),
  'method-options': method('OPTIONS'),
  'method-trace': method('TRACE'),
  'method-propfind': method('PROPFIND'),
  'method-override-get': header('x-http-method-override', 'GET'),
  'method-override-delete': header('x-http-method', 'DELETE'),

  'value-length-2': value('ab'),
  'value-length-49': value('x'.repeat(49)),
  'value-length-50': value('x'.repeat(50)),
  'value-length-256': value('x'.repeat(256)),
  'value-length-8000': value('x'.repeat(8000)),
  'value-backtracking': value(`${'a'.repeat(49)}!`),
  'value-upper': value('ABCDEF'),
  'value-digits': value('1234567890'),
  'value-int32': value('2147483648'),
  'value-int64': value('9223372036854775808'),
  'value-exponent': value('1e5'),
  'value-decimal': value('1.50'),
  'value-leading-zero': value('007'),
  'value-boolean-word': value('true'),
  'value-null-word': value('null'),
  'value-guid': value(guid.toLowerCase()),
  'value-guid-upper': value(guid),
  'value-hexadecimal': value('0x1F'),
  'value-proto': value('__proto__'),
  'value-constructor': value('constructor'),
  'value-dots-only': value('..'),
  'value-hyphens-only': value('--'),
  'value-underscores-only': value('__'),
  'value-option': value('--help'),
  'value-float': value(1.5),
  'value-empty-array': value([]),
  'value-empty-object': value({}),
  'value-zero-width': value('a\u200bb'),
  'references-all-equal': values('abcd', 'abcd', 'abcd'),
  'references-two-equal': values('abcd', 'abcd', 'x'),
  'references-equal-but-case': values('abcd', 'ABCD', 'x'),
  'references-prefix': values('abcdef', 'abcdefgh', 'x'),
  'references-long-together': values('a'.repeat(50), 'b'.repeat(50), 'c'.repeat(50)),
  'references-jointly-long': values('a'.repeat(34), 'b'.repeat(34), 'c'.repeat(34)),
  'references-one-character': values('a', 'b', '1'),
  'references-two-invalid': values('a b', '', 'x'),
  'references-invalid-in-two-ways': values('x'.repeat(51), '', 'x'),

  'transport-lower-case': scheme((word) => word.toLowerCase()),
  'transport-upper-case': scheme((word) => word.toUpperCase()),
  'transport-mixed-case': scheme((word) => (word === 'Hmac' ? 'hMaC' : 'bEaReR')),
  'transport-scheme-alone': token(''),
  'credential-forged': tokenFrom((text) => withSegment(text, 2, 'A'.repeat(43))),
  'credential-jwk': head({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } }),
  'credential-jku': head({ alg: 'HS256', jku: 'https://keys.example/' }),
  'credential-kid-unknown': head({ alg: 'HS256', kid: 'unknown' }),
  'credential-kid-file': head({ alg: 'HS256', kid: '../../../dev/null' }),
  'credential-alg-none-upper': head({ alg: 'NONE' }),
  'credential-alg-none-mixed': head({ alg: 'nOnE' }),
  'credential-alg-hs512': head({ alg: 'HS512' }),
  'credential-alg-ps512': head({ alg: 'PS512' }),
  'credential-alg-unknown': head({ alg: 'HS1' }),
  'credential-no-alg': head({ typ: 'JWT' }),
  'credential-no-exp': tokenFrom((text) => withSegment(text, 1, segment({ aud: 'management-api' }))),
  'credential-four-segments': tokenFrom((text) => `${text}.AAAA`),
  'credential-dots': token('..'),
  'credential-json-array': token('W10.W10.AAAA'),
  'credential-long': tokenFrom((text) => text + 'A'.repeat(6000)),
  'credential-non-ascii': token('caf\u00e9.a.b'),
  'credential-invented': token('abcdefghijklmnopqrstuvwx'),
  'credential-none-and-no-media-type': step(({ token: _none, ...draft }) => ({ ...draft, headers: {} })),

  'hmac-second-path': { call: 'hmac', step: (draft) => ({ ...draft, path: '/identity/v1/hmac/management' }) },
  'time-fraction': time((seconds) => `${seconds}.5`),
  'time-fraction-1': time((seconds) => `${seconds}.5`),
  'time-fraction-6': time((seconds) => `${seconds}.123456`),
  'time-fraction-zero': time((seconds) => `${seconds}.000`),
  'time-leading-zero': time((seconds) => `0${seconds}`),
  'time-exponent': time((seconds) => seconds.toExponential(12)),
  'time-infinity': time(() => 'Infinity'),
  'nonce-guid-upper': nonce(guid),
  'nonce-digits': nonce('12345678901234567890'),
  'nonce-hexadecimal': nonce(hex),
  'nonce-base64': nonce(Buffer.from(hex).toString('base64')),
  'nonce-base64-signs': nonce(`${hex}+/==`),
  'nonce-length-64': nonce(hex + hex),
  'nonce-null-word': nonce('null'),
  'nonce-proto': nonce('__proto__'),
  'nonce-non-ascii': nonce('caf\u00e9'),
  'nonce-length-3000': nonce('x'.repeat(3000)),
  'key-other-case': {
    call: 'hmac',
    step: (draft, { own }) => ({ ...draft, hmac: { ...draft.hmac, publicKey: own.publicKey.toUpperCase() } }),
  },
  'key-zero': hmac({ publicKey: '00000000-0000-0000-0000-000000000000' }),
  'key-proto': hmac({ publicKey: '__proto__' }),

  'after-head': after((draft) => ({ ...draft, method: 'HEAD' })),
  'after-options': after((draft) => ({ ...draft, method: 'OPTIONS' })),
  'after-large-body': after((draft) => ({ ...draft, write: () => 'x'.repeat(70_000) })),
  'after-large-body-for-good': after((draft) => ({ ...draft, write: () => 'x'.repeat(70_000) }), same),
  'after-malformed-json': after((draft) => ({ ...draft, write: () => '{' })),
  'after-bad-input': after((draft) => ({ ...draft, references: {} })),
  'after-forged': after((draft) => ({ ...draft, token: 'garbage' })),
  'after-no-credential': after(({ token: _none, ...draft }) => draft),
  'after-ten-refusals': after(
    ...many(10).map(
      (): Step =>
        ({ token: _none, ...draft }) =>
          draft,
    ),
  ),
  'after-known-caller': after(same),
  'after-options-call': after((draft) => ({ ...draft, method: 'GET', path: '/v1/payout/options' })),
  'after-hmac': after((draft) => ({ ...draft, path: '/v1/identity/hmac' })),
  'same-again': { call: 'payout', before: [same] },
  'same-third-time': { call: 'payout', before: many(2) },
  'same-tenth-time': { call: 'payout', again: 9 },
  'refused-token-again': { call: 'payout', again: 1 },
  'every-third': after(...many(2)),
  'every-sixteenth': after(...many(15)),
  'every-fiftieth': after(...many(49)),
  'hmac-every-fourth': { call: 'hmac', before: many(3) },
  'options-second-use': { call: 'options', again: 1 },
  'options-third-use': { call: 'options', again: 2 },
  'at-once': { call: 'payout', atOnce: true },
  'at-once-same': { call: 'payout', atOnce: true },
  'options-at-once': { call: 'options', atOnce: true },
  'hmac-at-once': { call: 'hmac', atOnce: true },
};
