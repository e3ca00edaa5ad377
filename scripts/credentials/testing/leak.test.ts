import { leaksIn } from './leak';

const secret = 'a"Secret/that+must=never show';

describe('a leak', () => {
  it.each([
    ['raw', secret],
    ['in part', `before ${secret.slice(5, 14)} after`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 that starts elsewhere', Buffer.from(`x${secret}`).toString('base64')],
    ['in base64url', Buffer.from(`xy${secret}`).toString('base64url')],
    ['percent-encoded', encodeURIComponent(secret)],
    ['escaped as in JSON', JSON.stringify({ secret })],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in upper-case hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('is found %s', (_name, text) => {
    expect(leaksIn(text, [secret]).length).toBeGreaterThan(0);
  });

  it('is not found in a text without a secret', () => {
    expect(leaksIn('[private key sha256:1a2b3c4d] a"Secret', [secret])).toEqual([]);
  });
});
