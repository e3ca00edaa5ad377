import { endpointAt } from '.';

describe('a request to', () => {
  it.each([
    '/v1/identity/payout',
    '/v1/identity/payout?a=/b',
    '/v1/identity/./payout',
    '/v1/identity/x/../payout',
    '/v1/identity/pay%6Fut',
    '/v1/identity/%2e/payout?a=%zz',
    'http://127.0.0.1:4010/v1/identity/payout',
  ])('%s leads to the call for a payout token', (target) => {
    expect(endpointAt(target)?.call).toBe('payout');
  });

  it.each([
    '/',
    '*',
    '',
    '//v1/identity/payout',
    '/v1/identity//payout',
    '/v1/identity/payout/',
    '/v1/identity/PAYOUT',
    '/v1/identity%2Fpayout',
    '/v1/identity\\payout',
    '/v1/identity/payout%20',
    '/v1/identity/payout%zz',
    '/v1/identity/payout%ff',
    '/v1/identity/payout;v=1',
    'http://',
  ])('%j leads to no call', (target) => {
    expect(endpointAt(target)).toBeUndefined();
  });
});
