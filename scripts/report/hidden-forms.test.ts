import { exampleClaims, exampleToken } from '../judge/rules/example';
import { Redactor } from './redactor';
import { encodings } from './testing/encodings';

/** Secrets of nobody, in the forms that secrets have. */
const secrets = {
  'private key': Buffer.from('marked private key of 32 bytes!!').toString('base64'),
  'random private key': 'mZ4x9QvT7pKc2WbN8sYd3RfG6hJk1LtA5uEoXiVzP0q=',
  'management token': exampleToken({ ...exampleClaims, sub: 'marked' }),
  'expired token': 'marked-token-of-an-expired-session-42',
};

/** So many characters of the encoded text carry nine of the secret. */
const carrying = (encoded: string, secret: string): number => Math.ceil((encoded.length / secret.length) * 9) + 4;

/** Whether a stretch of the encoded text that carries more than eight characters of the secret is shown. */
function shows(shown: string, encoded: string, secret: string): string[] {
  const length = carrying(encoded, secret);
  const stretches = Array.from({ length: Math.max(1, encoded.length - length + 1) }, (_, start) =>
    encoded.slice(start, start + length),
  );
  return stretches.filter((stretch) => shown.includes(stretch)).slice(0, 2);
}

const surroundings: readonly (readonly [what: string, around: (text: string) => string])[] = [
  ['alone', (text) => text],
  ['in a sentence', (text) => `The credential ${text} was not accepted.`],
  ['in JSON', (text) => JSON.stringify({ message: 'It was refused', received: text, code: 'NOT_ACCEPTED' })],
];

describe.each(Object.entries(secrets))('a %s of the settings is hidden', (kind, secret) => {
  const redactor = new Redactor();
  redactor.learn(secret, kind, true);

  it.each(Object.entries(encodings))('written as %s', (_name, encode) => {
    const encoded = encode(secret);
    for (const [what, around] of surroundings) {
      const text = around(encoded);
      const written = what === 'in JSON' ? JSON.stringify(encoded).slice(1, -1) : encoded;
      expect([what, shows(redactor.redact(text), written, secret)]).toEqual([what, []]);
    }
  });

  it('as the bytes that it stands for', () => {
    const raw = Buffer.from(secret, 'base64').toString('hex');
    expect(shows(redactor.redact(`the bytes are ${raw}`), raw, raw)).toEqual([]);
  });
});

describe('a private key', () => {
  it('is hidden as its bytes in hexadecimal, in part and set apart', () => {
    const redactor = new Redactor();
    redactor.learn(secrets['private key'], 'private key', true);
    const bytes = Buffer.from(secrets['private key'], 'base64').toString('hex');
    const texts = [bytes, bytes.slice(10, 20), bytes.toUpperCase(), [...bytes].join(' ')];
    expect(texts.filter((text) => redactor.redact(text) === text)).toEqual([]);
  });
});

describe('a server that knows how redaction works', () => {
  it('cannot hide sentences, by giving them the name of a secret', () => {
    const told: string[] = [];
    const redactor = new Redactor((secret) => told.push(secret));
    const sentence = 'The response has no body, and its status is not the documented one.';
    redactor.learn(sentence, 'token');
    expect(redactor.redact(sentence, { ours: true })).toBe(sentence);
    expect(told).toEqual([]);
  });

  it('cannot have sentences masked, as lines of a secret', () => {
    const told: string[] = [];
    const redactor = new Redactor((secret) => told.push(secret));
    redactor.learn('Contract broken\nmZ4x9QvT7pKc2WbN8sYd\r\nCredentials refused', 'token');
    redactor.learn('mZ4x9QvT7pKc2WbN\nSecond line of words', 'private key', true);
    expect(told).toEqual(['mZ4x9QvT7pKc2WbN8sYd', 'mZ4x9QvT7pKc2WbN\nSecond line of words']);
  });

  it('cannot make it unwrap without end', () => {
    const redactor = new Redactor();
    redactor.learn(secrets['private key'], 'private key', true);
    let text = secrets['private key'];
    for (let layer = 0; layer < 12; layer += 1) text = Buffer.from(text).toString('base64');
    expect(redactor.redact(`${text} %25`.repeat(20))).not.toContain(text.slice(0, 40));
  });
});
