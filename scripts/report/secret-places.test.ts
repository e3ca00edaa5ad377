import { createHash, randomBytes } from 'node:crypto';
import type { Exchange } from '../contract/exchange';
import { carriedBits } from '../lib/carried-bits';
import { heapInUse } from '../testing/heap';
import { recordExchange } from './record';
import { Redactor } from './redactor';

const random = 'u7Gk2PqZx9LmT4wRs8Vb3NcY';
const guid = '5b1f8d0e-3c7a-4e96-b2d4-91a6c0f7e835';
const base85 = '9jqo^BlbD-BleB1DJ+*+F(f,q/0JhKF<GL>Cj@.4Gp$d7F!,L7';
const hex = '9f86d081884c7d659a2feaa0c55ad015';
const phrase = 'opaque-words-of-a-session';
const jwe = `eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.${'OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe'}.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ`;

interface Response {
  readonly body?: string;
  readonly headers?: Exchange['request']['headers'];
}
const exchange = ({ body = '', headers = [] }: Response): Exchange => ({
  ...{ caseId: 'accept.documented', attempt: 1 },
  request: { method: 'POST', url: 'https://api.example.com/v1/identity/payout', headers: [] },
  outcome: {
    ...{ kind: 'response', status: 200, statusText: '', headers, body, validUtf8: true },
    ...{ receivedAt: 0, durationMs: 1 },
  },
});

const json = (value: unknown): Response => ({ body: JSON.stringify(value) });

/** Where a server may put a token that the contract knows nothing of. */
const shapes: readonly (readonly [name: string, secret: string, response: Response])[] = [
  ['under another name', random, json({ xToken: random })],
  ['in an array', random, json({ tokens: ['none', random] })],
  ['in an array without a name', random, json(['ok', random])],
  ['nested', random, json({ data: { session: { value: { text: random } } } })],
  ['as the name of a member', random, json({ sessions: { [random]: 'active' } })],
  ['in a form', random, { body: `token_type=bearer&access_token=${random}&expires_in=3600` }],
  ['in XML', random, { body: `<response><token>${random}</token><ok/></response>` }],
  ['in an attribute of XML', random, { body: `<session id="${random}"/>` }],
  ['in HTML', random, { body: `<input type="hidden" name="csrf" value="${random}">` }],
  ['in a sentence', random, json({ message: `Your session ${random} has ended` })],
  ['encrypted (JWE)', jwe, json({ token: jwe })],
  ['in hexadecimal', hex, json({ session_id: hex })],
  ['as a GUID', guid, json({ xToken: guid })],
  ['as a GUID under another name', guid, json({ handle: guid })],
  ['as a GUID in text', guid, { body: `Your session is ${guid}` }],
  ['as words', phrase, json({ refreshToken: phrase })],
  ['as words in an object', phrase, json({ credentials: { client: `${phrase}-42` } })],
  ['in the header X-Auth-Token', random, { headers: [['X-Auth-Token', random]] }],
  ['as words in the header X-Auth-Token', `${phrase}.1`, { headers: [['X-Auth-Token', `${phrase}.1`]] }],
  ['as a GUID in a header', guid, { headers: [['X-Handle', guid]] }],
  ['in a cookie', phrase, { headers: [['Set-Cookie', `sid=${phrase}:7; Path=/; HttpOnly`]] }],
  ['in a link', random, { headers: [['Location', `https://api.example.com/continue/${random}?step=2`]] }],
  ['in JSON in JSON', random, json({ inner: JSON.stringify({ token: random }) })],
  ['in JSONP', random, { body: `callback({"value":"${random}"});` }],
  [
    'in a part of a multipart body',
    random,
    { body: `--b\r\nContent-Disposition: form-data; name="v"\r\n\r\n${random}\r\n--b--` },
  ],
  ['in an error of GraphQL', random, json({ data: null, errors: [{ message: 'bad', path: ['session', random] }] })],
  ['in the text of a protocol buffer', random, { body: `session {\n  value: "${random}" id: 1\n}` }],
  ['in the bytes of a protocol buffer', random, { body: `\n\u0018${random}\u0012\u0001a` }],
  ['in lines of JSON', random, { body: `{"ok":true}\n{"value":"${random}"}\n` }],
  ['in an event stream', random, { body: `event: session\ndata: ${random}\n\n` }],
  ['in YAML', random, { body: `session:\n  - ${random}\n` }],
  ['in CSV', random, { body: `name,value\nsession,${random}\n` }],
  ['in a serialized value of PHP', random, { body: `a:1:{s:1:"v";s:24:"${random}";}` }],
  [
    'in an attribute of HTML without quotation marks',
    random,
    { body: `<a data-value=${random} href=/x#${random}>x</a>` },
  ],
  ['in base85', base85, json({ value: base85 })],
  ['in numbers', Buffer.from(random).join(', '), json({ data: [...Buffer.from(random)] })],
  [
    'in a header Link',
    random,
    { headers: [['Link', `<https://a.example/x?c=${random}>; rel="next"; title="${random}"`]] },
  ],
  [
    'in a challenge',
    random,
    { headers: [['WWW-Authenticate', `Bearer realm="a", nonce=${random}, error="${random}"`]] },
  ],
  ['in a header Server-Timing', random, { headers: [['Server-Timing', `db;desc="${random}";dur=5, ${random};dur=1`]] }],
  [
    'in attributes of a cookie',
    random,
    { headers: [['Set-Cookie', `sid=1; Path=/${random}; Domain=${random}.example`]] },
  ],
  ['in a cookie without a name', `${random}=`, { headers: [['Set-Cookie', `${random}=`]] }],
  ['in the name of a cookie', random, { headers: [['Set-Cookie', `${random}=1`]] }],
  ['in parameters of a type', random, { headers: [['Content-Type', `multipart/mixed; boundary=${random}`]] }],
  ['in the name of a header', random, { headers: [[`X-${random}`, '1']] }],
  ['in an entity tag', random, { headers: [['ETag', `W/"${random}"`]] }],
  ['truncated', random, { body: `{"data":{"token":"${random}` }],
];

describe('a token is hidden', () => {
  it.each(shapes)('%s', (_name, secret, response) => {
    const redactor = new Redactor();
    const recorded = JSON.stringify(recordExchange(exchange(response), redactor));
    const parts = Array.from({ length: secret.length - 8 }, (_, start) => secret.slice(start, start + 9));
    expect(parts.filter((part) => recorded.includes(part))).toEqual([]);
    // Nor is it shown when a finding quotes it.
    expect(redactor.redact(`it was ${secret} here`)).not.toContain(secret);
  });
});

describe('a secret of the settings is hidden', () => {
  it.each([
    ['a character in each header', [...random].map((one, at) => [`X-${at}`, one] as const)],
    ['a few characters in each header', (random.match(/.{1,5}/g) ?? []).map((few, at) => [`X-${at}`, few] as const)],
  ])('with %s', (_name, headers) => {
    const redactor = new Redactor();
    redactor.learn(random, 'private key', true);
    const { response } = recordExchange(exchange({ headers: [...headers, ['Connection', 'close']] }), redactor);
    expect(new Set(Object.values(response?.headers ?? {}))).toEqual(new Set(['[redacted]']));
    const other = recordExchange(exchange({ headers: [['Connection', 'close']] }), redactor);
    expect(other.response?.headers).toEqual({ Connection: 'close' });
  });
});

describe('what the contract knows is shown', () => {
  it.each([
    [
      'an error',
      json({ correlationId: guid, errors: [{ code: 'ORDER_REF_IS_REQUIRED', message: 'The orderRef is required.' }] }),
    ],
    ['what is said of a token', json({ token: 'TOKEN_IS_MISSING', password: 'Enter your password' })],
    ['the time', json({ timestamp: 1768478400000, at: '2026-01-15T12:00:00.000Z', expires: '1768482000000' })],
    ['the correlation id', { headers: [['X-Correlation-ID', guid]], body: '{}' }],
    ['types of content', { headers: [['Content-Type', 'application/problem+json; charset=utf-8']], body: '{}' }],
  ] as const)('%s', (_name, response: Response) => {
    const { response: shown } = recordExchange(exchange(response), new Redactor());
    expect(shown?.body).toBe(response.body);
    expect(Object.entries(shown?.headers ?? {})).toEqual(response.headers ?? []);
  });

  it('the references of a request, though they look random, wherever they come back', () => {
    const redactor = new Redactor();
    const sent = exchange(json({ message: `The order ${random} is not new` }));
    const body = JSON.stringify({ customerRef: 'c-1', orderRef: random, instructionRef: 'i-1' });
    const recorded = recordExchange({ ...sent, request: { ...sent.request, body } }, redactor);
    expect(carriedBits(random)).toBeGreaterThan(60);
    expect([recorded.request.body, recorded.response?.body]).toEqual([body, (sent.outcome as { body?: string }).body]);
  });
});

describe('what an exchange tells', () => {
  const sending = (headers: Exchange['request']['headers'], body?: string): Exchange => {
    const one = exchange({});
    return { ...one, request: { ...one.request, headers, ...(body !== undefined && { body }) } };
  };
  const learnedFrom = (given: Exchange): string[] => {
    const told: string[] = [];
    recordExchange(given, new Redactor((secret) => told.push(secret)));
    return told;
  };
  const tokens = (count: number, length = 24): string[] =>
    Array.from({ length: count }, (_, index) => `${index}`.padStart(3, '0') + random.slice(0, length - 3));

  const ids = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => guid.slice(0, -3) + `${index}`.padStart(3, '0'));
  /** 8192 random characters. */
  const longRandom = (seed: number): string =>
    Array.from({ length: 128 }, (_, index) => createHash('sha256').update(`${seed} ${index}`).digest('hex')).join('');

  it.each([
    ['a credential of signs', sending([['Authorization', 'Bearer ................']]), []],
    ['a variable without a value', sending([['Authorization', 'Bearer {{managementToken}}']]), []],
    ['a value in text whose name is not that of a secret', exchange({ body: `note=${random}` }), []],
    ['a value in text whose name is', exchange({ body: `token=${random}` }), [random]],
    ['a secret in the longest body that is read', exchange(json({ token: random, x: 'x'.repeat(65_493) })), [random]],
    ['a secret in a longer body', exchange(json({ token: random, x: 'x'.repeat(65_494) })), []],
    ['the first fifty secrets', exchange(json({ tokens: tokens(51) })), tokens(50)],
    ['none that is too short to be one', exchange(json({ tokens: [...tokens(50, 8), random] })), [random]],
  ])('is a secret or not: %s', (_name, given, wanted) => {
    expect(learnedFrom(given)).toEqual(wanted);
  });

  it('is not a secret if the response says in words that one is missing', () => {
    const redactor = new Redactor();
    recordExchange(exchange({ body: 'token=missing-or-documented' }), redactor);
    expect(redactor.redact('missing-or-documented')).toBe('missing-or-documented');
  });

  it.each([
    ['ids in headers', exchange({ ...json({ accessToken: phrase }), headers: ids(60).map((id) => ['X-Id', id]) })],
    ['ids in the body', exchange(json({ accessToken: phrase, seen: ids(60).join(' ') }))],
    ['other secrets before it', exchange(json({ tokens: tokens(60), accessToken: phrase }))],
    ['other secrets after it', exchange(json({ accessToken: phrase, tokens: tokens(60) }))],
  ])('includes the token that was issued, although it has many %s', (_name, given) => {
    expect(JSON.stringify(recordExchange(given, new Redactor()))).not.toContain(phrase);
  });

  it('includes the credential of the request, although the response is full of secrets', () => {
    const bearer = random.slice(0, 20);
    const given = exchange(
      json({ tokens: Array.from({ length: 7 }, (_, index) => longRandom(index)), at: bearer.slice(0, 11) }),
    );
    const sent = { ...given, request: { ...given.request, headers: [['Authorization', `Bearer ${bearer}`] as const] } };
    expect(JSON.stringify(recordExchange(sent, new Redactor()))).not.toContain(bearer.slice(0, 9));
  });

  it.each([
    ['a reference that was sent', sending([], JSON.stringify({ orderRef: random })), true],
    ['another member that was sent', sending([], JSON.stringify({ note: random })), false],
    ['a reference of the response', exchange(json({ orderRef: random })), false],
    ['the correlation id that was sent', sending([['X-Correlation-Id', random]]), true],
    ['another header that was sent', sending([['X-Other', random]]), false],
  ])('may look random or not: %s', (_name, given, isShown) => {
    const redactor = new Redactor();
    recordExchange(given, redactor);
    expect(redactor.redact(random) === random).toBe(isShown);
  });
});

describe('a server that names its text a secret', () => {
  it('does not hide what it says elsewhere in plain words', () => {
    const redactor = new Redactor();
    recordExchange(exchange(json({ xToken: 'The response has no body', apiKey: 'is not documented here' })), redactor);
    const text = 'The response has no body, which is not documented here';
    expect(redactor.redact(text)).toBe(text);
  });

  it('does not make the record grow', () => {
    const redactor = new Redactor();
    const before = heapInUse();
    // A little less than what is searched for secrets; together, 12 MiB.
    for (let index = 0; index < 200; index += 1)
      recordExchange(exchange(json({ xToken: randomBytes(48_000).toString('base64') })), redactor);
    expect(heapInUse() - before).toBeLessThan(8 * 2 ** 20);
    // It was in use until here.
    expect(redactor.redact('in use')).toBe('in use');
  });
});
