import { base64Bytes } from '../../lib/base64url';
import { examplePrivateKey, exampleValues, type RuleExamples, refused } from './example';

const { managementToken } = exampleValues;
const message = (text: string) => ({ status: 401, body: refused('UNAUTHORIZED', {}, { message: text }) });
const hex = (text: string) => [...text].map((letter) => letter.charCodeAt(0).toString(16)).join('');
const bytesOfKey = [...base64Bytes(examplePrivateKey)];
const bytes = (values: readonly number[]) => ({
  status: 401,
  body: refused('UNAUTHORIZED', {}, { metadata: { secret: { type: 'Buffer', data: values } } }),
});
const escaped = [...managementToken].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');

export const secretEchoExamples: RuleExamples = {
  explanation: {
    why: 'Error bodies end up in logs, tickets and screenshots on both sides. Everybody who reads them can use an echoed token or key until it expires.',
    remedy:
      'Identify a token by its id (the claim jti), its owner or a short hash, never by the token or a part of it. Keep query strings out of errors. Revoke whatever was echoed.',
  },
  incorrect: [
    {
      name: 'quotes the bearer token in the message',
      case: 'auth.no-scheme',
      response: message(`The token ${managementToken} has no scheme.`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'quotes a part of the bearer token',
      case: 'auth.no-scheme',
      response: message(`The token ${managementToken.slice(0, 70)}… has no scheme.`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'quotes the bearer token with escapes',
      case: 'auth.no-scheme',
      response: { status: 401, text: JSON.stringify(refused('UNAUTHORIZED')).replace('UNAUTHORIZED', escaped) },
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'quotes the bearer token in the challenge',
      case: 'auth.other-scheme',
      response: { status: 401, headers: { 'WWW-Authenticate': `Bearer error_description="no: ${managementToken}"` } },
      findings: [{ evidence: 'E7', where: 'WWW-Authenticate', level: 'violation' }],
    },
    {
      name: 'quotes the query string that held the token',
      case: 'auth.query-string',
      response: message(`Not authorized: POST /v1/identity/payout?access_token=${managementToken}`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'quotes the private key of the caller',
      case: 'hmac.wrong-signature',
      response: message(`The signature is not that of ${examplePrivateKey}.`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'quotes the bearer token in hexadecimal',
      case: 'auth.no-scheme',
      response: message(`Token: ${hex(managementToken)}`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'lists the bytes of the private key',
      case: 'hmac.wrong-signature',
      response: bytes(bytesOfKey),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'lists the bytes of the private key, in hexadecimal',
      case: 'hmac.wrong-signature',
      response: message(bytesOfKey.map((byte) => byte.toString(16).padStart(2, '0')).join(':')),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'echoes a value that was sent as a token but is not one',
      case: 'auth.garbage',
      response: message('"not-a-token-at-all" is not a token.'),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'says what is wrong without quoting the token',
      case: 'auth.no-scheme',
      response: message('The scheme is missing.'),
    },
    {
      name: 'quotes only the header that all such tokens share',
      case: 'auth.no-scheme',
      response: message(`Not supported: ${managementToken.split('.')[0]}.`),
    },
    { name: 'repeats the word Bearer', case: 'auth.scheme-alone', response: message('"Bearer" needs a token.') },
    {
      name: 'says which header is missing',
      case: 'hmac.missing',
      response: message('The header Authorization is missing.'),
    },
  ],
};
