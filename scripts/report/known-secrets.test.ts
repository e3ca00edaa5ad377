import { createHash } from 'node:crypto';
import { type Hidden, KnownSecrets } from './known-secrets';

const key = 'mZ4x9QvT7pKc2WbN';
const words = 'the quick brown fox jumps over';
const rotated = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));
const bold = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) - 97 + 0x1d41a));

/** 8192 random characters. */
const long = (seed: number): string =>
  Array.from({ length: 200 }, (_, index) => createHash('sha256').update(`${seed} ${index}`).digest('base64'))
    .join('')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 8192);

/** The characters that are hidden, by the text that they replace. */
const hiddenIn = (text: string, found: readonly Hidden[]): string[] =>
  found.map(({ start, end }) => text.slice(start, end));

function knowing(kind: 'keep' | 'learn', ...secrets: readonly string[]): KnownSecrets {
  const known = new KnownSecrets((kind) => `[${kind}]`);
  for (const secret of secrets) known[kind](secret, 'it');
  return known;
}

describe.each(['keep', 'learn'] as const)('a secret, by %s', (kind) => {
  const known = knowing(kind, key);

  it.each([
    ['whole', key, [{ start: 0, end: key.length, label: '[it]' }]],
    ['within a text', `a ${key} b`, [{ start: 2, end: 2 + key.length, label: '[it]' }]],
    ['its first nine characters', key.slice(0, 9), [{ start: 0, end: 9 }]],
    ['its last nine characters', key.slice(-9), [{ start: 0, end: 9 }]],
    ['eight of its characters', key.slice(0, 8), []],
    [
      'two parts in a row',
      key.slice(0, 10) + key.slice(2, 12),
      [
        { start: 0, end: 10 },
        { start: 10, end: 20 },
      ],
    ],
  ])('is found: %s', (_name, text, wanted) => {
    expect(known.exactIn(text)).toEqual(wanted);
  });

  it.each([
    ['in lower case', key.toLowerCase(), [key.toLowerCase()]],
    ['set apart', `<${[...key].join(' ')}>`, [[...key].join(' ')]],
    ['reversed', `(${[...key].reverse().join('')})`, [[...key].reverse().join('')]],
    ['in bold letters', `${bold('é')} ${bold(key.toLowerCase())}.`, [bold(key.toLowerCase())]],
    ['between other signs', [...key].join('\uffff'), [[...key].join('\uffff')]],
    ['in part', `ab${key.slice(3, 12).toUpperCase()}ab`, [key.slice(3, 12).toUpperCase()]],
    ['too short a part', `ab${key.slice(3, 11)}ab`, []],
  ])('is found in another form: %s', (_name, text, wanted) => {
    expect(hiddenIn(text, known.foldedIn(text))).toEqual(wanted);
  });
});

it('a secret is found if ligatures join its characters', () => {
  const known = knowing('keep', 'mZ4xfi9Qv10T7');
  expect(hiddenIn('<mZ4x\ufb019Qv\u2469T7>', known.foldedIn('<mZ4x\ufb019Qv\u2469T7>'))).toEqual([
    'mZ4x\ufb019Qv\u2469T7',
  ]);
});

describe('a secret of the settings', () => {
  it.each([
    ['rotated by 13 letters', rotated('mzxqvtpkcwbnabc'), 'mzxqvtpkcwbnabc'],
    ['its bytes in hexadecimal', Buffer.from(key, 'base64').toString('hex'), key],
    ['a part of it that is a word', 'quick bro', words],
  ])('is found: %s', (_name, text, secret) => {
    const known = knowing('keep', secret);
    expect([...known.exactIn(text), ...known.foldedIn(text)]).toContainEqual({ start: 0, end: text.length });
  });

  it('is kept, however many are kept after it, and these are only learned in the end', () => {
    const known = knowing('keep', key, long(0));
    const kept = known.exactIn(long(0)).length;
    for (let index = 1; index < 40; index += 1) {
      known.keep(long(index), 'it');
      known.exactIn('');
    }
    expect([kept, known.exactIn(key).length, known.exactIn(long(0)).length]).toEqual([1, 1, 1]);
    expect([known.has(long(30)), known.exactIn(long(39)).length]).toEqual([false, 1]);
    known.keep('x'.repeat(200_000), 'it');
    expect(known.has('x'.repeat(200_000))).toBe(false);
  });

  it('keeps its label', () => {
    const known = knowing('keep', key);
    known.keep(key, 'other');
    known.learn(key, 'other');
    expect(known.exactIn(key)).toEqual([{ start: 0, end: key.length, label: '[it]' }]);
  });
});

describe('a learned secret', () => {
  it.each([
    ['whole', words, [words]],
    ['16 characters of it', 'quick brown fox ', ['quick brown fox ']],
    ['15 characters of it', 'quick brown fox', []],
  ])('that consists of words is hidden only if much of it is shown: %s', (_name, text, wanted) => {
    expect(hiddenIn(text, knowing('learn', words).exactIn(text))).toEqual(wanted);
    expect(knowing('learn', words).foldedIn(text)).toEqual([]);
  });

  it.each([
    [8192, true],
    [8193, false],
  ])('of %i characters is learned: %s', (length, wanted) => {
    const long = key.repeat(520).slice(0, length);
    expect(knowing('learn', long).has(long)).toBe(wanted);
  });

  it('waits, until something is looked for, behind at most 200 others', () => {
    const others = Array.from({ length: 200 }, (_, index) => `other secret ${index}`);
    expect(knowing('learn', key, ...others.slice(1)).has(key)).toBe(true);
    expect(knowing('learn', key, ...others).has(key)).toBe(false);
    expect(knowing('learn', key, ...others, key).has(others[0]!)).toBe(false);
    const known = knowing('learn', key, ...others.slice(1));
    known.learn(key, 'it');
    known.learn('one more', 'it');
    expect(known.has(key)).toBe(true);
  });

  it('is as new as when it was learned last', () => {
    const known = knowing('learn', key);
    for (let index = 0; index < 12; index += 1) {
      // Each exchange has it, and a response full of others.
      known.learn(key, 'it');
      for (let other = 0; other < 4; other += 1) known.learn(long(4 * index + other), 'it');
      known.exactIn('');
    }
    known.learn('one more', 'it');
    expect(known.exactIn(key)).toHaveLength(1);
  });

  it('has the label of the last time', () => {
    const known = knowing('learn', key);
    known.exactIn('');
    known.learn(key, 'other');
    expect(known.exactIn(key)).toEqual([{ start: 0, end: key.length, label: '[other]' }]);
  });

  it('waits behind at most 32 of the longest others', () => {
    const others = Array.from({ length: 32 }, (_, index) => long(index));
    expect(knowing('learn', key, ...others.slice(1)).has(key)).toBe(true);
    expect(knowing('learn', key, ...others).has(key)).toBe(false);
  });

  it.each<[string, number, (text: string) => string]>([
    ['random characters', 8, (text) => text],
    ['words', 20, (text) => text.toLowerCase().replace(/.{6}/g, '$& ')],
  ])('is forgotten after many later ones, but not at once: %s', (_name, length, write) => {
    const known = knowing('learn', key);
    const remembered = Array.from({ length }, (_, index) => {
      known.learn(write(long(index)).slice(0, 8192), 'it');
      return known.exactIn(key).length > 0 && known.has(key);
    });
    expect(remembered.slice(0, 4)).not.toContain(false);
    expect(remembered.at(-1)).toBe(false);
  });

  it('has the label of an older one', () => {
    const known = knowing('learn', key, words);
    for (let index = 0; index < 4; index += 1) known.learn(long(index), 'it');
    known.exactIn('');
    known.learn('another long one', 'it');
    expect(known.exactIn(key)).toEqual([{ start: 0, end: key.length, label: '[it]' }]);
    expect(known.exactIn(words)).toEqual([{ start: 0, end: words.length, label: '[it]' }]);
  });
});
