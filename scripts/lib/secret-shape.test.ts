import { randomBytes } from 'node:crypto';
import { namesSecret, secretShape } from './secret-shape';

const key = Buffer.from('0123456789abcdefghijklmnopqrstuvWXYZ', 'utf8').toString('base64');
const token = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl`;

describe('an argument', () => {
  it.each([
    ['a token', token, 'token'],
    ['a token after an option', `--token=${token}`, 'token'],
    ['a token after Bearer', `Bearer ${token}`, 'token'],
    ['a token in a header', `Authorization: Bearer ${token}`, 'token'],
    ['a token without its signature', token.split('.').slice(0, 2).join('.'), 'token'],
    ['a token in a URL', `https://api.example.com/?access_token=${token}`, 'token'],
    ['a key in a URL', `https://api.example.com/?a=1&key=${key}`, 'key'],
    ['a key of 32 bytes', randomBytes(32).toString('base64'), 'key'],
    ['a key of 36 bytes, without padding', key, 'key'],
    ['a key after an option', `--private-key=${randomBytes(32).toString('base64')}`, 'key'],
    ['a key in quotes', `"${key}"`, 'key'],
    ['a key after its setting', `IMBURSE_PRIVATE_KEY=${key}`, 'key'],
  ])('contains a secret: %s', (_name, argument, shape) => {
    expect(secretShape(argument)).toBe(shape);
  });

  it('of a random key is nearly always recognised', () => {
    const keys = Array.from({ length: 2000 }, (_, index) =>
      randomBytes([32, 48, 64][index % 3] ?? 32).toString('base64'),
    );
    expect(keys.filter((each) => secretShape(each) !== 'key').length).toBeLessThan(40);
  });

  it.each([
    '--target',
    'https://sandbox-api.imbursepayments.com',
    '/home/Someone/Projects/payout-contract2/reports/latest/run.json',
    'reports/2026-03-01T09-30-00Z-sandbox-of-someone/With/Capitals/1',
    '--out=/var/lib/Jenkins/workspace/Payouts/Build42/Reports/Latest',
    'payout.accepted.a-very-long-case-id-that-goes-on-and-on-and-on',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '0f0e8d4c-6a5b-4c3d-9e2f-1a0b9c8d7e6f',
  ])('contains no secret: %s', (argument) => {
    expect(secretShape(argument)).toBeUndefined();
  });
});

describe('a name', () => {
  it.each([
    'X-Auth-Token',
    'accessToken',
    'refresh_token',
    'Password',
    'client-secret',
    'api_key',
    'sessionId',
    'cookie',
  ])('is that of a secret: %s', (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each(['tokenType', 'token_endpoint', 'keyboard', 'monkey', 'www-authenticate', 'expires', 'correlationId', ''])(
    'is not that of a secret: %s',
    (name) => {
      expect(namesSecret(name)).toBe(false);
    },
  );
});
