import { exampleClaims, exampleToken, issued, type RuleExamples } from './example';

const created = (accessToken: string) => ({ status: 201, body: issued({}, { accessToken }) });
const wrong = [{ evidence: 'T6', where: '/accessToken', level: 'violation' }] as const;

export const tokenFormExamples: RuleExamples = {
  explanation: {
    why: 'Anybody can forge an unsigned token. A token whose header or payload cannot be read fails later, where it is used, with a less helpful message.',
    remedy:
      'Have a JWT library create the token, with the algorithm fixed in the code rather than taken from a request. A signature of the wrong length was cut or encoded twice.',
  },
  incorrect: [
    {
      name: 'issues a token that is not signed',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'None', typ: 'JWT' }, 3)),
      findings: wrong,
    },
    {
      name: 'issues a token without an algorithm',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { typ: 'JWT' })),
      findings: wrong,
    },
    {
      name: 'issues a token with half a signature',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, undefined, 16)),
      findings: wrong,
    },
    {
      name: 'issues a token whose payload is an array',
      case: 'accept.fresh-references',
      response: created(exampleToken([exampleClaims])),
      findings: wrong,
    },
    {
      name: 'issues a token whose header is not JSON',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, 'HS256')),
      findings: wrong,
    },
    {
      name: 'issues a token whose signature is not base64url',
      case: 'accept.fresh-references',
      response: created(`${exampleToken(exampleClaims).split('.').slice(0, 2).join('.')}.Signe`),
      findings: wrong,
    },
    {
      name: 'issues a token with a duplicate claim',
      case: 'accept.fresh-references',
      response: created(exampleToken(JSON.stringify(exampleClaims).replace('{', '{"order_ref":"other",'))),
      findings: wrong,
    },
    {
      name: 'issues a token with an algorithm in lower case',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'hs256' }, 32)),
      findings: wrong,
    },
    {
      name: 'issues a token with an algorithm that does not exist',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'FOO' }, 32)),
      findings: wrong,
    },
    {
      name: 'issues a token with an ES256 signature of 32 bytes',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'ES256' }, 32)),
      findings: wrong,
    },
    {
      name: 'issues a token with a required extension that nobody knows',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'HS256', crit: ['urn:x'], 'urn:x': 1 }, 32)),
      findings: wrong,
    },
    {
      name: 'issues a token with an empty list of required extensions',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'HS256', crit: [] }, 32)),
      findings: wrong,
    },
    {
      name: 'issues a token with an unencoded payload',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'HS256', b64: false, crit: ['b64'] }, 32)),
      findings: wrong,
    },
  ],
  correct: [
    {
      name: 'issues a token signed with HS256',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims)),
    },
    {
      name: 'issues a token signed with RS256, with a key id',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'RS256', kid: '1' }, 256)),
    },
    {
      name: 'issues a token signed with HS512',
      case: 'accept.fresh-references',
      response: created(exampleToken(exampleClaims, { alg: 'HS512' }, 64)),
    },
    {
      name: 'issues a management token in the same form',
      case: 'hmac.documented',
      response: created(exampleToken(exampleClaims)),
    },
  ],
};
