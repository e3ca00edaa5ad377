import fc from 'fast-check';
import { inventedCredentials } from '../contract/invented-credentials';
import { exampleClaims, examplePrivateKey, exampleToken } from '../judge/rules/example';
import { cpuMs } from '../testing/cpu-time';
import { fingerprint, Redactor } from './redactor';

const secret = 'kQ7+vX/2mZ9rT4yW==';
const label = `[private key ${fingerprint(secret)}]`;
const token = exampleToken(exampleClaims);
const [header = '', payload = '', signature = ''] = token.split('.');

function knowing(...learned: Parameters<Redactor['learn']>[]): Redactor {
  const redactor = new Redactor();
  for (const each of learned) redactor.learn(...each);
  return redactor;
}
const redactor = knowing([secret, 'private key', true], [token, 'token']);
const sized = (text: string): string => `[${text.length} characters ${fingerprint(text)}]`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a fingerprint', () => {
  it('is the start of the SHA-256', () => {
    expect(fingerprint('abc')).toBe('sha256:ba7816bf');
  });
});

describe('a secret', () => {
  it.each([
    ['whole', secret, label],
    ['whole, in a sentence', `the key ${secret} is wrong`, `the key ${label} is wrong`],
    ['twice', `${secret} ${secret}`, `${label} ${label}`],
    ['its first nine characters', secret.slice(0, 9), '[redacted]'],
    ['nine characters of its middle', `<${secret.slice(4, 13)}>`, '<[redacted]>'],
    ['all but its last characters', `${secret.slice(0, 15)}…`, '[redacted]…'],
    ['two parts', `${secret.slice(0, 9)} ${secret.slice(9)}`, '[redacted]'],
    ['percent-encoded', encodeURIComponent(secret), '[redacted]'],
    ['in hexadecimal', Buffer.from(secret).toString('hex'), sized(Buffer.from(secret).toString('hex'))],
    [
      'in upper-case hexadecimal',
      Buffer.from(secret).toString('hex').toUpperCase(),
      sized(Buffer.from(secret).toString('hex').toUpperCase()),
    ],
    ['in base64', base64(secret), sized(base64(secret))],
    ['JSON-escaped', [...secret].map((each) => `\\u00${each.charCodeAt(0).toString(16)}`).join(''), '[redacted]'],
    ['JSON-escaped in part', secret.replaceAll('/', '\\/').replace('k', '\\u006B'), '[redacted]'],
    ['in base64url', Buffer.from(secret).toString('base64url'), sized(Buffer.from(secret).toString('base64url'))],
  ])('is not shown: %s', (_name, text, wanted) => {
    expect(redactor.redact(text)).toBe(wanted);
  });

  it.each([0, 1, 2, 3, 4, 5])('is not shown in the base64 of a longer text, starting at byte %i', (offset) => {
    const shown = redactor.redact(base64(`${'-'.repeat(offset)}${secret}--`));
    expect(shown).toMatch(/^.{0,8}\[.*\].{0,8}$/);
  });

  it('is not shown with the slash that JSON may escape', () => {
    const key = examplePrivateKey.replace('==', '//abcdefghij/klmnopqrstu==');
    const text = JSON.stringify(key).replaceAll('/', '\\/');
    const shown = knowing([key, 'private key', true]).redact(text);
    expect(key.match(/[^/]{9,}/g)?.some((part) => shown.includes(part))).toBe(false);
  });

  it('of the settings has their label', () => {
    const both = knowing([secret, 'token'], [secret, 'management token', true], [secret, 'token']);
    expect(both.redact(base64(secret))).toBe(sized(base64(secret)));
    expect(both.redact(secret)).toBe(`[management token ${fingerprint(secret)}]`);
  });

  it('is passed on once, as plain text, when it is learned', () => {
    const told: string[] = [];
    const telling = new Redactor((each) => told.push(each));
    telling.learn(secret, 'token');
    telling.learn(secret, 'management token', true);
    telling.learn('12345678', 'token');
    telling.learn('8 charac', 'token', true);
    for (const invented of inventedCredentials) telling.learn(invented, 'token', true);
    for (const name of ['{{clientSecret}}', '%7B%7BclientSecret%7D%7D', '{{$randomPassword}}'])
      telling.learn(name, 'token', true);
    telling.learn(undefined, 'token');
    telling.learn(token, 'token', true);
    expect(told).toEqual([secret, token]);
  });

  it('has more than eight characters', () => {
    expect(knowing(['12345678', 'token'], ['', 'token'], [undefined, 'token']).redact('0123456789')).toBe('0123456789');
  });

  it('leaves no nine characters in a row, however it is embedded', () => {
    const slice = fc
      .tuple(fc.nat(secret.length), fc.nat(secret.length))
      .map(([a, b]) => secret.slice(Math.min(a, b), Math.max(a, b)));
    const text = fc.array(fc.oneof(slice, fc.string({ maxLength: 6 }), fc.constant(secret)), { maxLength: 6 });
    fc.assert(
      fc.property(text, (pieces) => {
        const shown = redactor.redact(pieces.join(''));
        const windows = Array.from({ length: secret.length - 8 }, (_, start) => secret.slice(start, start + 9));
        expect(windows.filter((window) => shown.includes(window))).toEqual([]);
      }),
      { seed: 20_260_115, numRuns: 2000 },
    );
  });
});

describe('in a text of ours', () => {
  const ours = (text: string): string => knowing([key, 'private key', true]).redact(text, { ours: true });
  const key = 'mZxQvTpKcWbN4x9QvT7pKc2WbNaaQQzR3k=';

  it.each([
    [
      'a part of a secret that has letters only',
      `the member ${key.slice(0, 11)} is new`,
      'the member [redacted] is new',
    ],
    ['nine of its letters', key.slice(1, 10), '[redacted]'],
    ['random letters that nobody knows', 'qWkzPxLmTbVnRyCdHgFj', sized('qWkzPxLmTbVnRyCdHgFj')],
  ])('is hidden: %s', (_name, text, wanted) => {
    expect(ours(text)).toBe(wanted);
  });

  it('takes no longer for many letters and a digit', () => {
    const letters = 'qWkzPxLmTbVnRyCdHgFjSaUeIoXvMzKpQwNbLt'.repeat(20);
    expect(cpuMs(() => ours(`${letters}1`))).toBeLessThan(2000);
  });
});

describe('what only resembles a label', () => {
  it.each([
    ['with other letters', '[abcdefghijklmnopqrs sha256:00000000]'],
    ['with other letters, set apart', '[a b c d e f g h i j k l m n o p q r s sha256:00000000]'],
    ['with many digits', '[123456789 characters sha256:00000000]'],
  ])('is not left as it is: %s', (_name, text) => {
    const secrets = knowing(['ABCDEFGHIJKLMNOPQRS', 'token', true], ['91234567890', 'token', true]);
    expect(secrets.redact(text)).not.toBe(text);
  });
});

describe('a token', () => {
  const unknown = exampleToken({ ...exampleClaims, sub: 'unknown' });

  it.each([
    ['that was learned', token, `[token ${fingerprint(token)}]`],
    ['that was not', unknown, `[token ${fingerprint(unknown)}]`],
    ['in a header', `Bearer ${unknown}`, `Bearer [token ${fingerprint(unknown)}]`],
    ['in JSON', `{"a":"${unknown}"}`, `{"a":"[token ${fingerprint(unknown)}]"}`],
    ['after an escaped quote', `\\u0022${unknown}\\u0022`, `\\u0022[token ${fingerprint(unknown)}]\\u0022`],
    ['after a name', `session.${unknown}`, `session.[token ${fingerprint(unknown)}]`],
    [
      'without a signature',
      `${header}.${unknown.split('.')[1]}.`,
      `[token ${fingerprint(`${header}.${unknown.split('.')[1]}.`)}]`,
    ],
    ['cut in its payload', unknown.slice(0, 80), `[token ${fingerprint(unknown.slice(0, 80))}]`],
    ['with the header only', header, `[token ${fingerprint(header)}]`],
    ['with the payload only', payload, `[token ${fingerprint(payload)}]`],
    ['with the signature only', signature, '[redacted]'],
  ])('is a fingerprint: %s', (_name, text, wanted) => {
    expect(redactor.redact(text)).toBe(wanted);
  });
});

describe('text that is not secret', () => {
  it.each([
    ['eight characters of one', secret.slice(2, 10)],
    ['a name with dots', 'sandbox-api.imbursepayments.com'],
    ['a version', 'payout-contract.0.1.0'],
    ['a date', '2026-01-15T12:00:00.000Z'],
    ['a GUID', '3f8e0a5e-5d0b-4c57-9f6d-1b2c3d4e5f60'],
    ['a short word that begins like a token', 'eyJohn eyJ eyJ.eyJ.eyJ'],
    ['a body', '{"timestamp":1768478400,"correlationId":"2f1f2a52-8a4b-4a8e-9d58-2f7f6f0f5f11","errors":[]}'],
    ['nothing', ''],
  ])('is shown as it is: %s', (_name, text) => {
    expect(redactor.redact(text)).toBe(text);
  });
});

const random = 'u7Gk2PqZx9LmT4wRs8Vb3NcY';

describe('a redactor knows', () => {
  const word = 'documentation ';
  it.each([
    ['a secret', secret, true],
    ['a part of one in a text', `it was ${secret.slice(3, 12)}`, true],
    ['a secret in base64', base64(secret), true],
    ['a secret in base64 twice', base64(base64(secret)), true],
    ['not a secret in base64 three times', base64(base64(base64(secret))), false],
    ['not another random text', random, false],
    ['not another random text in base64', base64(random), false],
    ['not eight characters', secret.slice(0, 8), false],
    ['not words', word.repeat(25), false],
    ['not many words', word.repeat(2000), false],
    ['a secret in base64 among many words', `${word.repeat(1000)}${base64(secret)} ${word.repeat(1000)}`, true],
  ])('%s', (_name, text, wanted) => {
    expect(redactor.knows(text)).toBe(wanted);
  });
});

describe('a value that is allowed', () => {
  const escaped = [...random].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');
  const allowing = new Redactor();
  allowing.allow(random);

  it.each([
    ['as it is', random],
    ['in a sentence', `The order ${random} is new.`],
    ['with escapes', escaped],
  ])('is shown: %s', (_name, text) => {
    expect(allowing.redact(text)).toBe(text);
    expect(new Redactor().redact(text)).not.toBe(text);
  });
});

describe('what is bounded', () => {
  const others = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}-${random}`);

  it.each([
    [499, 1],
    [500, 2],
  ])('a secret is told again if it comes back after %i others: %i times', (count, wanted) => {
    const told: string[] = [];
    const telling = new Redactor((each) => told.push(each));
    for (const each of [random, ...others(count), random]) telling.learn(each, 'token');
    expect(told.filter((each) => each === random)).toHaveLength(wanted);
  });

  it.each([
    [499, true],
    [500, false],
  ])('a value is allowed until %i others are: %s', (count, wanted) => {
    const allowing = new Redactor();
    for (const each of [random, ...others(count)]) allowing.allow(each);
    expect(allowing.redact(random) === random).toBe(wanted);
  });

  it.each([
    [10, 10],
    [1000, 1000],
    [1001, 1000],
    [4000, 1750],
  ])('of %i words that could be encoded, so many are looked at: %i', (count, looked) => {
    const word = 'documentation ';
    const shown = new Redactor().redact(word.repeat(count));
    expect(shown).toBe(word.repeat(looked) + '[redacted] '.repeat(count - looked));
  });

  it.each([0, 3])('a text is shown up to 131072 characters; %i more are counted', (more) => {
    const text = 'plain words '.repeat(11_000).slice(0, 2 ** 17);
    const shown = new Redactor().redact(text + 'x'.repeat(more));
    expect(shown).toBe(more === 0 ? text : `${text}… (${more} more characters)`);
  });
});

describe('what is hidden in a row', () => {
  const slashed = '/mZ4x9QvT7pKc2WbN';
  const unknown = exampleToken({ ...exampleClaims, sub: 'unknown' });
  const unknownLabel = `[token ${fingerprint(unknown)}]`;
  const slashedLabel = `[token ${fingerprint(slashed)}]`;

  it.each([
    ['two secrets', `${token}${secret}`, `[token ${fingerprint(token)}]${label}`],
    ['an unknown token and a secret', `${unknown} ${slashed}`, `${unknownLabel} ${slashedLabel}`],
    ['a secret and an unknown token', `${slashed} ${unknown}`, `${slashedLabel} ${unknownLabel}`],
    ['an unknown token right before a secret', `${unknown}${slashed}`, `${unknownLabel}${slashedLabel}`],
    ['two parts', `${secret.slice(0, 9)} and ${secret.slice(5)}`, '[redacted] and [redacted]'],
    ['a label and a secret', `[token sha256:aaaaaaaa] ${secret}`, `[token sha256:aaaaaaaa] ${label}`],
    [
      'what was hidden before',
      `[redacted] ${secret} [12 characters sha256:aaaaaaaa]`,
      `[redacted] ${label} [12 characters sha256:aaaaaaaa]`,
    ],
    ['a secret in a random text', `Zq8${secret}`, `Zq8${label}`],
  ])('is labelled one by one: %s', (_name, text, wanted) => {
    expect(knowing([secret, 'private key', true], [token, 'token'], [slashed, 'token']).redact(text)).toBe(wanted);
  });
});

describe('a hostile text of a mebibyte', () => {
  it.each(['a', 'eyJ', 'eyJaaaaaaaa.', '.', '[private key'])('of %j takes little processor time', (unit) => {
    const text = unit.repeat(Math.floor(2 ** 20 / unit.length));
    expect(cpuMs(() => redactor.redact(text))).toBeLessThan(3000);
  });
});

describe('a short text that comes again', () => {
  it.each([
    ['as it is', 'my-odd-word-here', 'odd-word-here1'],
    ['in other letters', 'my-odd-word-here', 'ODD_WORD.HERE1'],
    ['in an encoding', 'odd%20word%20here', 'odd word here1'],
  ])('is hidden once a secret is learned that it holds %s', (_, text, learned) => {
    const own = new Redactor();
    expect([own.redact(text), own.redact(text)]).toEqual([text, text]);
    own.learn(learned, 'private key', true);
    expect(own.redact(text)).not.toBe(text);
  });

  it('is shown by what is allowed at the time', () => {
    const own = new Redactor();
    const reference = 'q7Gh2LmX9pRtV4wZk8Yb';
    expect([own.redact(reference), own.redact(reference)]).toEqual([sized(reference), sized(reference)]);
    own.allow(reference);
    expect([own.redact(reference), own.redact(reference)]).toEqual([reference, reference]);
  });

  it('is hidden again once what was allowed is forgotten', () => {
    const own = new Redactor();
    const [first, ...others] = Array.from({ length: 600 }, (_, index) => `q7Gh2LmX9pRtV4wZk8Y${1000 + index}`);
    own.allow(first!);
    expect([own.redact(first!), own.redact(first!)]).toEqual([first, first]);
    for (const other of others) own.allow(other);
    expect(own.redact(first!)).toBe(sized(first!));
  });
});
