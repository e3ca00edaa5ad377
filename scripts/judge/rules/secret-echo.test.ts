import { examplePrivateKey, exampleValues, seenBy } from './example';
import { Reading } from './reading';
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
    ['a token that is not base64', 'opaqueTokenOf21Letters', false],
    ['a private key in base64', Buffer.from(examplePrivateKey).toString('base64'), true],
    ['a private key in a query string', encodeURIComponent(examplePrivateKey), true],
    ['half a private key', examplePrivateKey.slice(0, 22), true],
    ['the end of its header with eighteen of its payload', token.slice(token.indexOf('.') - 1).slice(0, 20), false],
    ['the beginning of its payload in base64', Buffer.from(payload).toString('base64').slice(0, 20), true],
    [
      'the end of a key within a longer run',
      `${'x'.repeat(300)}${examplePrivateKey.slice(-20)}${'y'.repeat(300)}`,
      true,
    ],
    ['the end of it within a longer run', `${'x'.repeat(300)}${payload.slice(-20)}${'y'.repeat(300)}`, true],
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

  it.each([
    ['short', ''],
    ['long', ` ${'='.repeat(401)}`],
  ])('is found in twenty characters wherever they are in a run, and not in nineteen, in a %s text', (_name, more) => {
    const wrong: string[] = [];
    for (let before = 0; before <= 11; before += 1)
      for (const after of [0, 1, 10, 11])
        for (const length of [19, 20]) {
          const text = '='.repeat(before) + payload.slice(7, 7 + length) + '='.repeat(after + 20 - length);
          const found = where(text + more).length > 0;
          if (found !== (length === 20)) wrong.push(text);
        }
    expect(wrong).toEqual([]);
  });

  it('is found in the base64 of a secret that is not ASCII', () => {
    const secret = '密码'.repeat(8);
    const text = Buffer.from(secret).toString('base64');
    const { reading, context } = seenBy({ name: '', case: 'correlation.on-400', response: { status: 400, text } });
    expect(secretEcho.check(reading, { ...context, secrets: [secret] })).toHaveLength(1);
  });

  it.each([
    ['without a scheme', 'opaque-secret', 'opaque-secret', true],
    ['of twelve characters', 'Bearer opaque-secre', 'opaque-secre', true],
    ['of eleven characters', 'Bearer opaque-secr', 'opaque-secr', false],
    [
      'of HMAC, which is signed again each time',
      'Hmac key:nonce-of-it:1:signature',
      'key:nonce-of-it:1:signature',
      false,
    ],
    ['in part, if it is not a token', 'Bearer opaque-secret-of-many-characters', 'opaque-secret-of-many', false],
  ])('is found in what was sent %s: %s', (_name, authorization, text, found) => {
    const example = { name: '', case: 'correlation.on-400', response: { status: 400, text } };
    const { reading, context } = seenBy(example);
    const request = { ...reading.exchange.request, headers: [['Authorization', authorization]] as const };
    expect(secretEcho.check(new Reading({ ...reading.exchange, request }), context)).toHaveLength(found ? 1 : 0);
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
