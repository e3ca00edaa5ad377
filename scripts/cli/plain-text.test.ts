import { exchangeOf } from '../judge/rules/example';
import { recordExchange } from '../report/record';
import { Redactor } from '../report/redactor';
import { commonWords, fieldNames } from '../testing/plain-text';

const words = commonWords(10_000);

it('knows 10,000 words and the registered field names', () => {
  expect([words.length, new Set(words).size, fieldNames.length > 230]).toEqual([10_000, 10_000, true]);
});

describe('an answer that speaks of a token', () => {
  it.each([
    ['{"invalidToken":"The authorization header is missing."}'],
    ['{"token":"MANAGEMENT_TOKEN_REQUIRED"}'],
    ['{"metadata":{"token":"Authorization"}}'],
  ])('hides none of its words later: %s', (text) => {
    const redactor = new Redactor();
    recordExchange(exchangeOf({ name: '', case: 'auth.garbage', response: { status: 401, text } }), redactor);
    const later = `${words.join(' ')} ${fieldNames.join(' ')} ${text} not-a-token-at-all not-a-credential`;
    expect(redactor.redact(later)).toBe(later);
  });

  it.each([
    ['{"accessToken":"abcdefghijklmnop"}', 'abcdefghijklmnop'],
    ['{"refreshToken":"q7Xk29fLm0PzR4"}', 'q7Xk29fLm0PzR4'],
    ['{"data":{"id_token":"opaque token 4711 0815"}}', 'opaque token 4711 0815'],
  ])('hides a token itself: %s', (text, token) => {
    const redactor = new Redactor();
    recordExchange(exchangeOf({ name: '', case: 'auth.garbage', response: { status: 401, text } }), redactor);
    expect(redactor.redact(token)).not.toContain(token.slice(0, 9));
  });
});
