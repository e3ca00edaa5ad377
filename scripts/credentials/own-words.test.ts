import { Redactor } from '../report/redactor';
import { diagnoses } from './diagnoses';
import { sparingOwnWords } from './own-words';

const secret = 'IMBURSE_PUBLIC_KEY=value-of-another-line-4711';

/** A redactor that knows one secret. */
function knowing(value: string) {
  const redactor = new Redactor();
  redactor.learn(value, 'private key', true);
  return sparingOwnWords(redactor);
}

describe('what check-credentials shows', () => {
  it('keeps the name of a setting, also if a secret contains it', () => {
    expect(knowing(secret).redact('IMBURSE_PUBLIC_KEY is missing')).toBe('IMBURSE_PUBLIC_KEY is missing');
  });

  it('hides a secret in a text of others, also if the text reads like a diagnosis', () => {
    const named = /[A-Z]{2,}_|accessToken|(?:private|public) key|management token/;
    const sentences = Object.values(diagnoses).flatMap(({ title }) => (named.test(title) ? [] : [title]));
    expect(sentences.length).toBeGreaterThan(10);
    for (const text of sentences) {
      const secrets = knowing(text);
      expect({ text, shown: secrets.redact(text) }).not.toEqual({ text, shown: text });
    }
  });
});
