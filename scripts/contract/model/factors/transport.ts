import type { EvidenceIds } from '../../evidence';
import { rows } from '../rows';
import { type Carried, type Factor, type FactorLevel, level } from './draft';

const scheme = (id: string, title: string, change: (scheme: string) => string): FactorLevel =>
  level(id, title, 'accepted', ['H6'], (draft) => ({ ...draft, scheme: change(draft.scheme) }));

const carried = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  carry: (credential: string, scheme: string) => Carried,
  evidence: EvidenceIds = [rows.keyRefused, 'C2'],
): FactorLevel => level(id, title, alone, evidence, (draft) => ({ ...draft, carry }));

const inHeader = (value: string, name = 'Authorization'): Carried => ({ headers: [[name, value]] });
const encoded = encodeURIComponent;

/** How a credential is usually sent (C2, H2). */
export const inAuthorization = (credential: string, word: string): Carried => inHeader(`${word} ${credential}`);

const mixedCase = (word: string): string =>
  [...word].map((letter, index) => (index % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase())).join('');

const spelled = [
  scheme('lower-case', 'with the scheme in lower case', (word) => word.toLowerCase()),
  scheme('upper-case', 'with the scheme in upper case', (word) => word.toUpperCase()),
  scheme('mixed-case', 'with the scheme in mixed case', mixedCase),
];

const usual = carried('header', 'with the credential in the Authorization header', 'accepted', inAuthorization, [
  'C2',
  'H2',
]);

const open: EvidenceIds = [rows.unknownChangesNothing];

const everywhereElse = (token: string, word: string): Carried => ({
  headers: [
    ['Cookie', `access_token=${token}; token=${token}; Authorization=${encoded(`${word} ${token}`)}`],
    ['Proxy-Authorization', `${word} ${token}`],
    ['X-Authorization', `${word} ${token}`],
    ['X-Api-Key', token],
    ['X-Access-Token', token],
  ],
  query: `access_token=${encoded(token)}&token=${encoded(token)}`,
  property: ['access_token', token],
});

/** A credential that servers may look for where the one in the `Authorization` header is not theirs. */
const besideAnother = (id: string, title: string, another: (word: string) => string): FactorLevel =>
  carried(
    `elsewhere-beside-${id}`,
    `with ${title} in the Authorization header and the credential everywhere else`,
    'refused',
    (token, word) => {
      const { headers = [], ...others } = everywhereElse(token, word);
      const instead = { kind: 'token', token: 'invented' } as const;
      return { ...others, headers: [['Authorization', another(word)], ...headers], instead };
    },
  );

/** Where and how the credential is sent. It counts only in the Authorization header (C2). */
export const transport: Factor = {
  id: 'transport',
  title: 'where the credential is',
  levels: [
    usual,
    ...spelled,
    carried(
      'two-spaces',
      'with two spaces after the scheme',
      'open',
      (token, word) => inHeader(`${word}  ${token}`),
      open,
    ),
    carried('tab', 'with a tab after the scheme', 'open', (token, word) => inHeader(`${word}\t${token}`), open),
    carried(
      'header-twice',
      'with the Authorization header twice',
      'open',
      (token, word) => ({ headers: [...Array(2)].map(() => ['Authorization', `${word} ${token}`] as const) }),
      open,
    ),
    carried(
      'after-another',
      'with the Authorization header of an invented token before it',
      'open',
      (token, word) => ({
        headers: [
          ['Authorization', `${word} invented`],
          ['Authorization', `${word} ${token}`],
        ],
      }),
      open,
    ),
    carried('no-scheme', 'without a scheme', 'refused', (token) => inHeader(token)),
    carried('scheme-alone', 'with the scheme alone', 'refused', (_token, word) => inHeader(word)),
    carried('empty-header', 'with an empty Authorization header', 'refused', () => inHeader('')),
    carried('basic', 'with the scheme Basic', 'refused', (token) => inHeader(`Basic ${token}`)),
    carried('token-scheme', 'with the scheme Token', 'refused', (token) => inHeader(`Token ${token}`)),
    carried('hmac-scheme', 'with the scheme Hmac', 'refused', (token) => inHeader(`Hmac ${token}`)),
    carried('colon', 'with a colon after the scheme', 'refused', (token, word) => inHeader(`${word}: ${token}`)),
    carried('jwt-scheme', 'with the scheme JWT', 'refused', (token) => inHeader(`JWT ${token}`)),
    carried('query', 'with the credential in the query (access_token)', 'refused', (token) => ({
      query: `access_token=${encoded(token)}`,
    })),
    carried('query-token', 'with the credential in the query (token)', 'refused', (token) => ({
      query: `token=${encoded(token)}`,
    })),
    carried('cookie', 'with the credential in a cookie', 'refused', (token) =>
      inHeader(`access_token=${token}`, 'Cookie'),
    ),
    carried('cookie-authorization', 'with the credential in a cookie named Authorization', 'refused', (token, word) =>
      inHeader(`Authorization=${encoded(`${word} ${token}`)}; token=${token}`, 'Cookie'),
    ),
    carried('body', 'with the credential in the body', 'refused', (token) => ({ property: ['access_token', token] })),
    carried('proxy-authorization', 'with the credential in Proxy-Authorization', 'refused', (token, word) =>
      inHeader(`${word} ${token}`, 'Proxy-Authorization'),
    ),
    carried('x-authorization', 'with the credential in X-Authorization', 'refused', (token, word) =>
      inHeader(`${word} ${token}`, 'X-Authorization'),
    ),
    carried('x-api-key', 'with the credential in X-Api-Key', 'refused', (token) => inHeader(token, 'X-Api-Key')),
    carried('x-access-token', 'with the credential in X-Access-Token', 'refused', (token) =>
      inHeader(token, 'X-Access-Token'),
    ),
    carried('elsewhere', 'with the credential everywhere but in the Authorization header', 'refused', everywhereElse),
    besideAnother('invented', 'an invented token', (word) => `${word} invented`),
    besideAnother('basic', 'the scheme Basic', () => 'Basic dXNlcjpwYXNzd29yZA=='),
  ],
};

/** How the scheme of the HMAC exchange is written (H6), and where its credential is. */
export const hmacTransport: Factor = {
  id: 'transport',
  title: 'where the credential is',
  levels: [
    usual,
    ...spelled,
    ...transport.levels.filter(({ id }) =>
      ['two-spaces', 'scheme-alone', 'empty-header', 'basic', 'query'].includes(id),
    ),
    carried('bearer', 'with the scheme Bearer', 'refused', (credential) => inHeader(`Bearer ${credential}`)),
    carried('proxy-authorization', 'with the credential in Proxy-Authorization', 'refused', (credential, word) =>
      inHeader(`${word} ${credential}`, 'Proxy-Authorization'),
    ),
  ],
};
