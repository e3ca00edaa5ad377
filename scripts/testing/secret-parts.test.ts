import { SecretFinder } from './secret-parts';

const secret = 'kQ7+vX/2mZ9rT4yW-secret-of-nobody';
const finder = new SecretFinder([['key', secret]], ['secret-of-nobody']);
const part = secret.slice(3, 12);
const escaped = [...part].map((each) => `\\u00${each.charCodeAt(0).toString(16)}`).join('');

describe('the search for secrets', () => {
  it.each([
    ['raw', part],
    ['json', escaped],
    ['json', JSON.stringify(escaped)],
    ['json', part.replaceAll('/', '\\/')],
    ['hex', Buffer.from(part).toString('hex')],
    ['percent', encodeURIComponent(part)],
    ['base64', Buffer.from(`--${part}--`).toString('base64')],
    ['base64', Buffer.from(`-${part}-`).toString('base64url')],
  ])('finds nine characters in %s: %s', (form, text) => {
    expect(finder.find('a file', `before ${text} after`)).toContainEqual(
      expect.stringMatching(new RegExp(`^a file: ${form} of key, after "`)),
    );
  });

  it.each([secret.slice(0, 8), 'secret-of-nobody', Buffer.from(secret.slice(0, 8)).toString('hex'), ''])(
    'finds nothing in %j',
    (text) => {
      expect(finder.find('a file', text)).toEqual([]);
    },
  );
});
