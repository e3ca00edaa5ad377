import { nodeDigests } from '../../../run/host';
import { exampleToken } from '../../rules/example';
import { ClientChecker } from '../judge-client';
import type { ClientExchange } from '../types';

const baseUrl = 'https://api.example.com';
const start = Date.UTC(2026, 0, 15, 12);
const token = exampleToken({ aud: 'management-api', exp: start / 1000 + 3600 });
const payoutToken = exampleToken({ aud: 'payout-api', exp: start / 1000 + 3600 });
const references = { customerRef: 'a', orderRef: '1', instructionRef: '1' };

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly type?: string | null;
  readonly body?: unknown;
  readonly headers?: ClientExchange['request']['headers'];
  readonly notRecorded?: ClientExchange['notRecorded'];
}

/** A right request for a payout token, changed. A body that is not text is sent as JSON. */
const exchange = (sent: Sent): ClientExchange => {
  const { method = 'POST', url = '/v1/identity/payout', type = 'application/json', headers = [], notRecorded } = sent;
  const { body = references } = sent;
  return {
    request: {
      method,
      url: /^\w+:/.test(url) ? url : baseUrl + url,
      headers: [
        ['Authorization', `Bearer ${token}`],
        ...(type === null ? [] : ([['Content-Type', type]] as const)),
        ...headers,
      ],
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    },
    notRecorded,
    ...{ startedAt: start, endedAt: start + 1, response: { status: 201, headers: [], body: '' } },
  };
};

/** The findings of one rule about a request, as evidence, message, place and what came. */
function said(rule: string, sent: Sent): string[] {
  const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined });
  const findings = checker.check(exchange(sent)).filter((finding) => finding.rule === rule);
  return findings.map(({ evidence, message, where, actual }) =>
    [evidence, message, where, actual].filter((part) => part !== undefined).join(' | '),
  );
}

const options = { method: 'GET', url: '/v1/payout/options', body: '', type: null } as const;
const longest = `/v1/identity/payout${'x'.repeat(101)}`;

describe('client-path', () => {
  const otherwise = (evidence: string, path: string) => [
    `${evidence} | The client writes the path differently. | path | ${path}`,
  ];
  it.each<[string, readonly string[]]>([
    ['/v1/identity/payout', []],
    ['/v1/identity/payout?x=1#y', []],
    ['/v1/identity/payout/', otherwise('C1', '/v1/identity/payout/')],
    ['/identity/payout', otherwise('C1', '/identity/payout')],
    ['/v1/Identity/Payout', otherwise('C1', '/v1/Identity/Payout')],
    ['/v1/payout/option', otherwise('C8', '/v1/payout/option')],
    ['/v1/identity/hmac', []],
    ['/identity/v1/hmac/management', []],
    ['/v1/identity/hmac/', otherwise('H5', '/v1/identity/hmac/')],
    ['/identity/v1/hmac', otherwise('H5', '/identity/v1/hmac')],
    ['/v1/orders', []],
    ['https://other.example.com/v1/identity/payout/', []],
    [longest, otherwise('C1', longest)],
    [`${longest}x`, []],
  ])('of %s', (url, wanted) => {
    expect(said('client-path', { url })).toEqual(wanted);
  });
});

describe('client-method', () => {
  const instead = (evidence: string, shown: string, needed: string, actual = shown) => [
    `${evidence} | The client sends ${shown} where ${needed} is needed. | method | ${actual}`,
  ];
  it.each<[string, string, readonly string[]]>([
    ['POST', '/v1/identity/payout', []],
    ['GET', '/v1/identity/payout', instead('C1', 'GET', 'POST')],
    ['post', '/v1/identity/payout', instead('C1', 'post', 'POST')],
    ['HEAD', '/v1/identity/payout', instead('C1', 'HEAD', 'POST')],
    ['OPTIONS', '/v1/identity/payout', []],
    ['ABCDEFGHIJ', '/v1/identity/payout', instead('C1', 'ABCDEFGHIJ', 'POST')],
    ['ABCDEFGHIJK', '/v1/identity/payout', instead('C1', 'another method', 'POST', 'ABCDEFGHIJK')],
    ['GET', '/v1/payout/options', []],
    ['HEAD', '/v1/payout/options', []],
    ['DELETE', '/v1/payout/options', instead('C8', 'DELETE', 'GET')],
    ['PUT', '/v1/identity/hmac', instead('H5', 'PUT', 'POST')],
    ['DELETE', '/v1/orders', []],
  ])('of %s %s', (method, url, wanted) => {
    expect(said('client-method', { method, url })).toEqual(wanted);
  });
});

describe('client-media-type', () => {
  const other = (type: string) => [
    `C3 | The client sends a Content-Type other than application/json. | Content-Type | ${type}`,
  ];
  it.each<[string, Sent, readonly string[]]>([
    ['JSON', {}, []],
    ['JSON with a charset', { type: 'application/json; charset=utf-8' }, []],
    ['none', { type: null }, ['C3 | The client sends no Content-Type. | Content-Type']],
    ['a form', { type: 'application/x-www-form-urlencoded' }, other('application/x-www-form-urlencoded')],
    ['a similar type', { type: 'text/json' }, other('text/json')],
    ['no recorded headers', { type: null, notRecorded: new Set(['request-headers']) }, []],
    [
      'no recorded body',
      { type: null, notRecorded: new Set(['request-body']) },
      ['C3 | The client sends no Content-Type. | Content-Type'],
    ],
    ['a request without a body', options, []],
    ['another method', { method: 'PUT', type: null }, []],
    [
      'the method in lower case',
      { method: 'post', type: null },
      ['C3 | The client sends no Content-Type. | Content-Type'],
    ],
  ])('of %s', (_name, sent, wanted) => {
    expect(said('client-media-type', sent)).toEqual(wanted);
  });
});

describe('client-body', () => {
  const notJson = ['C4 | The client says that its body is JSON, but it is not.'];
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const json = JSON.stringify(references);
  it.each<[string, Sent, readonly string[]]>([
    ['an object', {}, []],
    ['its bytes', { body: utf8(json) }, []],
    ['nothing', { body: '' }, ['C4 | The client sends no body.']],
    ['nothing, and no type', { body: '', type: null }, ['C4 | The client sends no body.']],
    ['a form', { body: 'customerRef=a' }, notJson],
    ['a form that says that it is one', { body: 'customerRef=a', type: 'application/x-www-form-urlencoded' }, []],
    ['single quotes', { body: json.replaceAll('"', "'") }, notJson],
    ['JSON that is cut off', { body: json.slice(0, -1) }, notJson],
    ['a list', { body: [references] }, ['C4 | The client sends JSON that is not an object. | array']],
    ['JSON in a string', { body: JSON.stringify(json) }, ['C4 | The client encodes its JSON twice. | string']],
    ['a string', { body: '"text"' }, ['C4 | The client sends JSON that is not an object. | string']],
    [
      'JSON of a string in a string',
      { body: JSON.stringify('"text"') },
      ['C4 | The client sends JSON that is not an object. | string'],
    ],
    ['a list that says that it is text', { body: [references], type: 'text/plain' }, []],
    ['a byte order mark', { body: `\ufeff${json}` }, ['C4 | The client sends a byte order mark before the JSON.']],
    [
      'Latin-1',
      { body: Uint8Array.from(Buffer.from('{"customerRef":"é"}', 'latin1')) },
      ['C4 | The client sends a body that is not UTF-8.'],
    ],
    [
      'a name in another case',
      { body: { customerref: 'a', orderRef: '1', instructionRef: '1' } },
      ['C4 | The client writes customerRef in another case.'],
    ],
    ['a body that was not recorded', { body: '', notRecorded: new Set(['request-body']) }, []],
    [
      'headers that were not recorded',
      { body: '', notRecorded: new Set(['request-headers']) },
      ['C4 | The client sends no body.'],
    ],
  ])('of %s', (_name, sent, wanted) => {
    expect(said('client-body', sent)).toEqual(wanted);
  });
});

describe('client-references', () => {
  const one = (evidence: string, says: string, actual?: string) => [
    `${evidence} | The client ${says}. | /customerRef${actual === undefined ? '' : ` | ${actual}`}`,
  ];
  it.each<[string, unknown, readonly string[]]>([
    ['50 characters', 'a'.repeat(50), []],
    ['51 characters', 'a'.repeat(51), one('R2', 'sends customerRef with more than 50 characters')],
    ['every kind of character', 'aZ0-_.', []],
    ['a slash', 'a/b', one('R3', 'sends customerRef with a character that is not allowed')],
    ['white space', '  ', one('R3', 'sends customerRef with white space only')],
    ['half a character', '\ud800', one('R3', 'sends customerRef with half a character')],
    ['an empty string', '', one('R1', 'sends customerRef as an empty string')],
    ['null', null, one('R1', 'sends customerRef as null')],
    ['a number', 1, one('C4', 'sends customerRef as another type than a string')],
    ['nothing', undefined, one('R1', 'sends no customerRef')],
  ])('with %s', (_name, customerRef, wanted) => {
    expect(said('client-references', { body: { ...references, customerRef } })).toEqual(wanted);
  });

  const rest = { orderRef: '1', instructionRef: '1' };
  it.each<[string, object, readonly string[]]>([
    [
      'in snake case',
      { customer_ref: 'a', ...rest },
      one('R1', 'writes the name of customerRef differently', 'customer_ref'),
    ],
    ['in another case', { customerref: 'a', ...rest }, []],
    ['twice, once in another case', { ...references, customerref: 'a' }, []],
    ['that is like no other', { customer: 'a', ...rest }, one('R1', 'sends no customerRef')],
    [
      'of 61 characters',
      { [`customer${'_'.repeat(50)}ref`]: 'a', ...rest },
      one('R1', 'writes the name of customerRef differently', `customer${'_'.repeat(50)}re`),
    ],
  ])('with a name %s', (_name, body, wanted) => {
    expect(said('client-references', { body })).toEqual(wanted);
  });
});

describe('client-owner-ids', () => {
  const guid = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const wrong = (name: string, actual: string) => [
    `C12 | The client sends an ${name} that is not a GUID. | ${name} | ${actual}`,
  ];
  it.each<[string, string, readonly string[]]>([
    ['x-account-id', guid, []],
    ['X-Tenant-Id', ` ${guid} `, []],
    ['X-Account-Id', 'acme', wrong('x-account-id', 'acme')],
    ['x-tenant-id', '', wrong('x-tenant-id', 'empty')],
    ['x-tenant-id', 'a'.repeat(61), wrong('x-tenant-id', 'a'.repeat(60))],
    ['x-other-id', 'acme', []],
  ])('with %s: %j', (name, value, wanted) => {
    expect(said('client-owner-ids', { headers: [[name, value]] })).toEqual(wanted);
  });

  it('says nothing of a request to another path', () => {
    expect(said('client-owner-ids', { url: '/v1/orders', headers: [['x-account-id', 'acme']] })).toEqual([]);
  });
});

describe('client-token-references', () => {
  const claims = { aud: 'payout-api', customer: 'alice' };
  const bob = [
    'C8 | The client sends the customerRef of one customer with the token of another. | customerRef | "bob"',
  ];
  it.each<[string, object, Sent, readonly string[]]>([
    ['its own', claims, { url: '/v1/payout/options?customerRef=alice' }, []],
    ['of another', claims, { url: '/v1/payout/options?customerRef=bob' }, bob],
    ['of another, in another case', claims, { url: '/v1/payout/options?CUSTOMERREF=bob' }, bob],
    ['of another, after another parameter', claims, { url: '/v1/payout/options?x=1&customerRef=bob#y' }, bob],
    ['that is empty', claims, { url: '/v1/payout/options?customerRef=' }, []],
    ['under another name', claims, { url: '/v1/payout/options?customer=bob' }, []],
    ['with an escape', { ...claims, customer: 'a b' }, { url: '/v1/payout/options?customerRef=a%20b' }, []],
    ['with a plus', { ...claims, customer: 'a b' }, { url: '/v1/payout/options?customerRef=a+b' }, []],
    ['with half an escape', { ...claims, customer: '%' }, { url: '/v1/payout/options?customerRef=%' }, []],
    ['of another, in the body', claims, { url: '/v1/payout/options', body: { customerRef: 'bob' } }, bob],
    ['that is empty, in the body', claims, { url: '/v1/payout/options', body: { customerRef: '' } }, []],
    ['that is a number, in the body', claims, { url: '/v1/payout/options', body: { customerRef: 1 } }, []],
    [
      'with a management token',
      { ...claims, aud: 'management-api' },
      { url: '/v1/payout/options?customerRef=bob' },
      [],
    ],
    ['at another path', claims, { url: '/v1/orders?customerRef=bob' }, []],
    ['at the HMAC exchange', claims, { url: '/v1/identity/hmac?customerRef=bob' }, []],
  ])('with a reference %s', (_name, held, sent, wanted) => {
    const own = exampleToken({ ...held, exp: start / 1000 + 3600 });
    const { headers: _all, ...rest } = exchange({ method: 'GET', body: '', ...sent }).request;
    const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined });
    const findings = checker.check({
      ...{ startedAt: start, endedAt: start + 1, response: { status: 200, headers: [], body: '' } },
      request: { ...rest, headers: [['Authorization', `Bearer ${own}`]] },
    });
    const shown = findings.filter(({ rule }) => rule === 'client-token-references');
    expect(shown.map(({ evidence, message, where, actual }) => [evidence, message, where, actual].join(' | '))).toEqual(
      wanted,
    );
  });

  it.each<[string, string | undefined, string | undefined, readonly string[]]>([
    ['the one that it was issued for', 'alice', 'alice', []],
    ['another', 'alice', 'bob', ['"alice"']],
    ['any, when the token was issued without one', undefined, 'payout-api', []],
    ['one that the token does not hold', undefined, 'bob', ['a value that the token holds']],
  ])('compares with the request that the token was issued for: %s', (_name, issuedFor, used, expected) => {
    const checker = new ClientChecker({ baseUrl, digests: nodeDigests, privateKeyOf: () => undefined });
    const issuing = exchange({ body: { ...references, customerRef: issuedFor } });
    checker.check({
      ...issuing,
      response: { status: 201, headers: [], body: JSON.stringify({ accessToken: payoutToken }) },
    });
    const using = exchange({ method: 'GET', url: `/v1/payout/options?customerRef=${used}`, body: '' });
    const headers = [['Authorization', `Bearer ${payoutToken}`]] as const;
    const findings = checker.check({
      ...using,
      startedAt: start + 9,
      endedAt: start + 10,
      request: { ...using.request, headers },
    });
    expect(findings.filter(({ rule }) => rule === 'client-token-references').map((each) => each.expected)).toEqual(
      expected,
    );
  });
});
