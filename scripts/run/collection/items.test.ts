import { namedItems } from './items';
import { whyNotSent } from './origins';
import { isSecretVariable, namesAsWritten, remedyFor, unresolvedIn } from './variables';

const request = { method: 'GET', url: '{{baseUrl}}/x' };
const ids = (item: object[]): string[] =>
  [...namedItems({ info: {}, item } as never).values()].map(({ caseId }) => caseId);

describe('the cases of a collection', () => {
  it.each<[string, object[], string[]]>([
    ['folders and names', [{ name: 'A b', item: [{ name: 'Get it!', request }] }], ['collection.a-b.get-it']],
    [
      'names that come twice',
      [
        { name: 'a', request },
        { name: 'A', request },
      ],
      ['collection.a', 'collection.a-2'],
    ],
    ['other scripts', [{ name: 'Änderung 取得', request }], ['collection.änderung-取得']],
    ['numbers for names', [{ name: 7, request }], ['collection.7']],
    [
      'no names',
      [{ request }, { item: [{ name: '', request }] }],
      ['collection.request-1', 'collection.folder-2.request-1'],
    ],
  ])('are named after %s', (_what, item, wanted) => {
    expect(ids(item)).toEqual(wanted);
  });

  it('keep the ids that scripts may refer to, and no id twice', () => {
    const item = [
      { id: 'own', name: 'a', request },
      { id: 'own', name: 'b', request },
      { name: 'c', request },
    ];
    expect([...namedItems({ info: {}, item } as never).keys()]).toEqual(['own', 'collection.b', 'collection.c']);
  });
});

describe('a connection', () => {
  const nameOf = namesAsWritten({ item: [{ request: '{{apiHost}}/x' }] });
  const rules = {
    target: 'https://target.example',
    allowed: ['https://other.example:8443'],
    allowProduction: false,
    nameOf,
  };

  it.each<[string, string | undefined]>([
    ['https://target.example', undefined],
    ['https://other.example:8443', undefined],
    ['https://other.example', 'other-origin'],
    ['http://target.example', 'other-origin'],
    ['https://target.example:444', 'other-origin'],
    ['https://api.imbursepayments.com', 'production'],
    ['https://api.imbursepayments.com.:8443', 'production'],
    ['http://[::ffff:7f00:1]', 'other-origin'],
    ['http://{{apihost}}:8080', 'no-value'],
    ['https://%7B%7Bapihost%7D%7D', 'no-value'],
  ])('to %s', (origin, kind) => {
    expect(whyNotSent(origin, rules)?.kind).toBe(kind);
  });

  it('to a host with a variable names it as the collection does', () => {
    expect(whyNotSent('http://{{apihost}}.{{zone}}', rules)?.message).toBe(
      'not sent: its host needs a value for {{apiHost}}, {{zone}}',
    );
  });
});

it.each<[string, string, boolean]>([
  ['token', 'your_token_here', true],
  ['API_KEY', 'correct horse battery', true],
  ['authToken2', 'x', true],
  ['expiredToken', 'x', true],
  ['secretUrl', 'https://user:word@a.example/', true],
  ['token-url', 'https://a.example/?key=word', true],
  ['tokenPath', `/${'aB3'.repeat(16)}`, true],
  ['tokenUrl', 'https://auth.example/v1/identity/payout', false],
  ['ACCESS_TOKEN_URI', 'https://auth.example/token', false],
  ['tokenurl', '/v1/identity/payout', false],
  ['token_type', 'Bearer', false],
  ['apiKeyHeader', 'X-Api-Key', false],
  ['passwordPolicy', 'payout-options', false],
  ['token.expires.in', '3600', false],
])('a variable %s with the value %s is secret: %s', (name, value, wanted) => {
  expect(isSecretVariable(name, value)).toBe(wanted);
});

describe('variables without a value', () => {
  it.each<[string, string[]]>([
    ['/{{a}}/{{ b }}?c={{a}}', ['a', 'b']],
    ['/%7B%7Bpath%7D%7D', ['path']],
    ['/{{$unknown}}', ['$unknown']],
    ['{"a": {"b": {}}}', []],
  ])('in %s', (text, names) => {
    expect(unresolvedIn(text)).toEqual(names);
  });

  it('can be given in every way', () => {
    expect(remedyFor(['managementToken', 'x'])).toMatch(/IMBURSE_MANAGEMENT_TOKEN.*--environment.*--env-var/);
    expect(remedyFor(['x'])).not.toContain('IMBURSE');
  });
});
