import { createHmac } from 'node:crypto';
import { readSegment } from '../../tokens';
import { type Condition, credentialOf, request, requestOf } from './define';

const scheme = (title: string, pattern: RegExp): Condition =>
  request(title, ({ header }) => pattern.test(header('authorization') ?? ''));

/** A token of a certain form. */
const token = (title: string, test: (token: string) => boolean): Condition =>
  request(title, (received) => test(credentialOf(received)));

/** A token with a certain parameter in its header. */
const headed = (title: string, test: (header: Readonly<Record<string, unknown>>) => boolean): Condition =>
  token(title, (text) => {
    const head = readSegment(text, 0);
    return head !== undefined && test(head);
  });

const segments = (text: string): number => text.split('.').length;

/** How the credential is written and what it is, spelled like the levels of exploring. */
export const credentialConditions = {
  'transport-lower-case': scheme('for the scheme in lower case', /^(?:bearer|hmac)\b/),
  'transport-upper-case': scheme('for the scheme in upper case', /^(?:BEARER|HMAC)\b/),
  'transport-mixed-case': scheme('for the scheme in mixed case', /^(?:bEaReR|hMaC)\b/),
  'transport-scheme-alone': scheme('for a scheme alone', /^\w+$/),

  'credential-forged': request('for a token that it did not sign', (received, { world }) => {
    const [head = '', payload = '', signature] = credentialOf(received).split('.');
    const right = createHmac('sha256', world.secret).update(`${head}.${payload}`).digest('base64url');
    return signature !== undefined && signature !== right;
  }),
  'credential-jwk': headed('for a key in the header of the token', ({ jwk }) => jwk !== undefined),
  'credential-jku': headed('for the address of a key in the header of the token', ({ jku }) => jku !== undefined),
  'credential-kid-unknown': headed('for an unknown kid', ({ kid }) => kid === 'unknown'),
  'credential-kid-file': headed('for a kid that is a path', ({ kid }) => String(kid).includes('/')),
  'credential-alg-none-upper': headed('for alg NONE', ({ alg }) => alg === 'NONE'),
  'credential-alg-none-mixed': headed('for alg nOnE', ({ alg }) => alg === 'nOnE'),
  'credential-alg-hs512': headed('for alg HS512', ({ alg }) => alg === 'HS512'),
  'credential-alg-ps512': headed('for alg PS512', ({ alg }) => alg === 'PS512'),
  'credential-alg-unknown': headed('for an unknown alg', ({ alg }) => alg === 'HS1'),
  'credential-no-alg': headed('for a token without alg', (head) => !('alg' in head) && Object.keys(head).length > 0),
  'credential-no-exp': token('for a token without exp', (text) => {
    const claims = readSegment(text, 1);
    return claims !== undefined && 'aud' in claims && !('exp' in claims);
  }),
  'credential-four-segments': token('for a token of four segments', (text) => segments(text) === 4),
  'credential-dots': token('for dots as the token', (text) => text === '..'),
  'credential-json-array': token('for a token of arrays', (text) => text.startsWith('W')),
  'credential-long': token('for a token of more than 6,000 characters', ({ length }) => length > 6000),
  'credential-non-ascii': token('for a token outside ASCII', (text) => /[^\x20-\x7e]/.test(text)),
  'credential-invented': token('for a token without dots', (text) => /^[\w-]{20,30}$/.test(text)),
  'credential-none-and-no-media-type': requestOf('payout')(
    'for neither credential nor media type',
    ({ header }) => header('authorization') === undefined && header('content-type') === undefined,
  ),
} as const satisfies Readonly<Record<string, Condition>>;
