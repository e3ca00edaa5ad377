import { examplePrivateKey, exampleValues, type RuleExamples, refused } from './example';

const { managementToken } = exampleValues;
const message = (text: string) => ({ status: 401, body: refused('UNAUTHORIZED', {}, { message: text }) });
const escaped = [...managementToken].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');

export const secretEchoExamples: RuleExamples = {
  explanation: {
    why: 'Error bodies end up in logs, tickets and screenshots of both sides. A token or key that is echoed there is known to everybody who reads them, for as long as it lives.',
    remedy:
      'Name a token by its id (the claim jti), by the caller, or by a short hash, never by itself or a part of it. Leave query strings out of errors. Revoke what was echoed.',
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
      name: 'quotes the bearer token in escapes',
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
      name: 'tells the private key of the caller',
      case: 'hmac.wrong-signature',
      response: message(`The signature is not that of ${examplePrivateKey}.`),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
    {
      name: 'echoes a token that was none',
      case: 'auth.garbage',
      response: message('"not-a-token-at-all" is not a token.'),
      findings: [{ evidence: 'E7', where: 'body', level: 'violation' }],
    },
  ],
  correct: [
    {
      name: 'says what is wrong without the token',
      case: 'auth.no-scheme',
      response: message('The scheme is missing.'),
    },
    {
      name: 'names the algorithm by the header of every such token',
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
