import { tokenIssued } from './issued-token';

const body = '{"accessToken":"a.b.c"}';

describe('the token that a response issues', () => {
  it.each([
    ['payout-token', 201, body, 'a.b.c'],
    ['management-token', 200, body, 'a.b.c'],
    ['payout-options', 200, body, undefined],
    ['payout-token', 400, body, undefined],
    ['payout-token', 302, body, undefined],
    ['payout-token', 199, body, undefined],
    ['payout-token', 201, '{"accessToken":""}', undefined],
    ['payout-token', 201, '{"accessToken":7}', undefined],
    ['payout-token', 201, '[]', undefined],
    ['payout-token', 201, '{"accessToken', undefined],
    ['payout-token', 204, '', undefined],
  ])('%s, %i, %s', (call, status, text, wanted) => {
    expect(tokenIssued(call, { status, body: text })).toBe(wanted);
  });
});
