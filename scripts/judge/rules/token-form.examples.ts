import { type Example, exampleClaims, exampleToken, type IncorrectExample, issued, type RuleExamples } from './example';

const right = (name: string, accessToken: string, id = 'accept.fresh-references'): Example => ({
  name,
  case: id,
  response: { status: 201, body: issued({}, { accessToken }) },
});
const wrong = (name: string, accessToken: string): IncorrectExample => ({
  ...right(name, accessToken),
  findings: [{ evidence: 'T6', where: '/accessToken', level: 'violation' }],
});

export const tokenFormExamples: RuleExamples = {
  explanation: {
    why: 'Anybody can forge an unsigned token. A token whose header or payload cannot be read fails later, where it is used, with a less helpful message.',
    remedy:
      'Have a JWT library create the token, with the algorithm fixed in the code rather than taken from a request. A signature of the wrong length was cut or encoded twice.',
  },
  incorrect: [
    wrong('issues a token that is not signed', exampleToken(exampleClaims, { alg: 'None', typ: 'JWT' }, 3)),
    wrong('issues a token without an algorithm', exampleToken(exampleClaims, { typ: 'JWT' })),
    wrong('issues a token with half a signature', exampleToken(exampleClaims, undefined, 16)),
    wrong('issues a token whose payload is an array', exampleToken([exampleClaims])),
    wrong('issues a token whose header is not JSON', exampleToken(exampleClaims, 'HS256')),
    wrong(
      'issues a token whose signature is not base64url',
      `${exampleToken(exampleClaims).split('.').slice(0, 2).join('.')}.Signe`,
    ),
    wrong(
      'issues a token with a duplicate claim',
      exampleToken(JSON.stringify(exampleClaims).replace('{', '{"order_ref":"other",')),
    ),
    {
      ...right(
        'issues a token with a duplicate name inside a claim',
        exampleToken(JSON.stringify(exampleClaims).replace('{', '{"realm":{"id":1,"id":2},')),
      ),
      findings: [{ evidence: 'T9a', where: '/accessToken', level: 'warning' }],
    },
    wrong('issues a token with an algorithm in lower case', exampleToken(exampleClaims, { alg: 'hs256' }, 32)),
    wrong('issues a token with an algorithm that does not exist', exampleToken(exampleClaims, { alg: 'FOO' }, 32)),
    wrong('issues a token with an ES256 signature of 32 bytes', exampleToken(exampleClaims, { alg: 'ES256' }, 32)),
    wrong(
      'issues a token with a required extension that nobody knows',
      exampleToken(exampleClaims, { alg: 'HS256', crit: ['urn:x'], 'urn:x': 1 }, 32),
    ),
    wrong(
      'issues a token with an empty list of required extensions',
      exampleToken(exampleClaims, { alg: 'HS256', crit: [] }, 32),
    ),
    wrong(
      'issues a token with an unencoded payload',
      exampleToken(exampleClaims, { alg: 'HS256', b64: false, crit: ['b64'] }, 32),
    ),
  ],
  correct: [
    right('issues a token signed with HS256', exampleToken(exampleClaims)),
    right(
      'issues a token signed with RS256, with a key id',
      exampleToken(exampleClaims, { alg: 'RS256', kid: '1' }, 256),
    ),
    right('issues a token signed with HS512', exampleToken(exampleClaims, { alg: 'HS512' }, 64)),
    right(
      'issues a token whose algorithm is private, named by a domain',
      exampleToken(exampleClaims, { alg: 'signature.example.com' }, 32),
    ),
    right('issues a management token in the same form', exampleToken(exampleClaims), 'hmac.documented'),
  ],
};
