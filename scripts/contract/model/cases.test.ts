import { base64urlEncode } from '../../lib/base64url';
import { hash32, seededRandom } from '../../lib/seeded-random';
import { nodeHost } from '../../run/host';
import { variablesOf } from '../define';
import { type Credentials, deriveVariables, type Host } from '../derive';
import { cases } from '../index';
import { resolveRequest } from '../request';
import type { ContractCase, Expectation } from '../types';
import { expectationOf } from './expectation';
import { knownOf } from './known';
import { predict } from './predict';

const baseUrl = 'https://target.example';
const host: Host = { ...nodeHost(seededRandom(1)), now: () => 1_768_478_400_000 };

function invent(kind: string): string {
  const segment = (value: object) => base64urlEncode(JSON.stringify(value));
  const signed = `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment({ kind, exp: 1_768_482_000 })}`;
  return `${signed}.${host.hmacSha256('c2VjcmV0', signed).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')}`;
}

const credentials: Credentials = {
  managementToken: invent('management'),
  expiredToken: invent('expired'),
  publicKey: '6f0f5f11-8a4b-4a8e-9d58-2f1f2a522f7f',
  privateKey: 'YSBwcml2YXRlIGtleSBmb3IgdGVzdHMgb25seSwgMzIh',
  accountId: '0b9b3f0e-31a3-4a41-8c1b-0f3d6d0e9a01',
  tenantId: '0b9b3f0e-31a3-4a41-8c1b-0f3d6d0e9a02',
  hmacPath: '/v1/identity/hmac',
};

const caseById = new Map(cases.map((each) => [each.id, each]));

/** What a case really sends, and what the model says of it. */
function predicted(contractCase: ContractCase): Expectation {
  const used = contractCase.uses === undefined ? undefined : caseById.get(contractCase.uses);
  const captured = used && { token: invent(used.id), authorization: 'Hmac key:nonce:1768478400:c2lnbmF0dXJl' };
  const seeded = { ...host, random: seededRandom(hash32(contractCase.id)) };
  const values = deriveVariables(variablesOf(contractCase.request), credentials, captured, seeded);
  const request = resolveRequest(contractCase.request, baseUrl, values);
  expect(JSON.stringify([request.url, request.headers])).not.toContain('{{');
  const { hmacPath, accountId, tenantId } = credentials;
  const credential = knownOf(contractCase.request, used);
  return expectationOf(predict(request, { baseUrl, credential, hmacPath, accountId, tenantId }));
}

/** Where the model allows more than a case does, and why. */
const wider: Readonly<Record<string, { readonly because: string; readonly expect: Partial<Expectation> }>> = {
  ...Object.fromEntries(
    ['missing', 'text', 'form', 'xml'].map((id) => [
      `media.${id}`,
      { because: 'C15 names 400, 413 and 415 for both of its faults.', expect: { status: [400, 413, 415] } },
    ]),
  ),
  'body.one-mebibyte': {
    because: 'C15 names 400, 413 and 415 for both of its faults.',
    expect: { status: [400, 413, 415] },
  },
  'body.deep-nesting': { because: 'A 413 for deep nesting conforms (C15).', expect: { status: [400, 413] } },
  'body.trailing-comma': {
    because: 'A parser may accept extensions of JSON (RFC 8259 §9).',
    expect: { outcome: 'observed', status: [], evidence: 'C15a' },
  },
};

it.each(cases)('$id is predicted as it is expected', (contractCase) => {
  expect(predicted(contractCase)).toEqual({ ...contractCase.expect, ...wider[contractCase.id]?.expect });
});

it.each(Object.entries(wider))('%s differs from the case', (id, { expect: more }) => {
  expect(caseById.get(id)?.expect).not.toMatchObject(more);
});
