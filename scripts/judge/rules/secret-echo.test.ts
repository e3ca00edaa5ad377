import { examplePrivateKey, exampleValues, seenBy } from './example';
import { secretEcho } from './secret-echo';

const token = exampleValues.managementToken;
const payload = token.slice(token.indexOf('.') + 1);

function where(text: string, headers: Record<string, string> = {}, status = 400) {
  const response = { status, text, headers };
  const { reading, context } = seenBy({ name: '', case: 'correlation.on-400', response });
  return secretEcho.check(reading, context).map((mismatch) => mismatch.where);
}

describe('an echo of a secret', () => {
  it.each<[string, string, boolean]>([
    ['a whole token', token, true],
    ['a private key', `key: ${examplePrivateKey}!`, true],
    ['the header of a token, which tells nothing', token.slice(0, token.indexOf('.')), false],
    ['twenty characters of its payload', payload.slice(10, 30), true],
    ['nineteen characters of its payload', payload.slice(10, 29), false],
    ['the first twenty of its payload', payload.slice(0, 20), true],
    ['the end of its signature', payload.slice(-20), true],
    ['twenty characters that begin anywhere', payload.slice(13, 33), true],
    ['a part of it within a longer run', `${'x'.repeat(300)}${payload.slice(33, 60)}${'y'.repeat(300)}`, true],
    ['a run that holds only half of a part', `${'x'.repeat(300)}${payload.slice(40, 52)}${'y'.repeat(300)}`, false],
    ['a token with escapes', JSON.stringify({ message: token }).replace('.', '\\u002e'), true],
    ['something else of that length', 'Q'.repeat(400), false],
    ['nothing', '', false],
    ['its payload in hexadecimal', Buffer.from(payload).toString('hex'), true],
    ['a part of it in capital hexadecimal', Buffer.from(payload.slice(5, 25)).toString('hex').toUpperCase(), true],
    ['a part of it in base64', Buffer.from(payload.slice(5, 45)).toString('base64'), true],
    ['a token in base64, after one byte', Buffer.from(`x${token}`).toString('base64url'), true],
    ['a token in base64, after two bytes', Buffer.from(`xy${token}`).toString('base64url').slice(0, 200), true],
    ['a token with every byte encoded', token.replace(/./g, (a) => `%${a.charCodeAt(0).toString(16)}`), true],
    ['a private key in hexadecimal', `key: ${Buffer.from(examplePrivateKey).toString('hex')}`, true],
    ['the bytes of a private key in hexadecimal', Buffer.from(examplePrivateKey, 'base64').toString('hex'), true],
    ['a token that is no base64', 'opaqueTokenOf21Letters', false],
    ['a private key in base64', Buffer.from(examplePrivateKey).toString('base64'), true],
    ['a private key in a query string', encodeURIComponent(examplePrivateKey), true],
    ['half a private key', examplePrivateKey.slice(0, 22), true],
    ['nine bytes of a payload in hexadecimal', Buffer.from(payload.slice(5, 14)).toString('hex'), false],
  ])('is found in %s', (_what, text, found) => {
    expect(where(text)).toEqual(found ? ['body'] : []);
  });

  it('is found in the bytes of a key that base64 writes with + and /', () => {
    const key = Buffer.alloc(32, Buffer.from([0xfb, 0xff, 0xbe]));
    const secrets = [key.toString('base64')];
    expect(secrets[0]).toMatch(/\+.*\//);
    const response = { status: 400, text: key.toString('hex') };
    const { reading, context } = seenBy({ name: '', case: 'correlation.on-400', response });
    expect(secretEcho.check(reading, { ...context, secrets })).toHaveLength(1);
  });

  it('is found in each header that holds it', () => {
    expect(where('', { 'X-A': `a ${token}`, 'X-B': 'b' })).toEqual(['X-A']);
  });

  it('is always unsafe', () => {
    const { reading, context } = seenBy({
      name: '',
      case: 'correlation.on-400',
      response: { status: 400, text: token },
    });
    expect(secretEcho.check(reading, context)).toMatchObject([{ unsafe: true }]);
  });
});
