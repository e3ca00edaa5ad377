import { RollingRedactor } from './rolling-redactor';

const secretOf = (index: number): string => `opaque-secret-${index}-of-a-stream`;

describe('a redactor for streams', () => {
  it('hides what it learnt last, in whole and in part', () => {
    const redactor = new RollingRedactor();
    for (let index = 0; index < 1000; index += 1) redactor.learn(secretOf(index), 'token', true);
    expect(redactor.redact(`sent ${secretOf(999)} and ${secretOf(950).slice(0, 20)}`)).not.toMatch(/opaque|stream/);
  });

  it('hides what it learnt before it was last used', () => {
    const redactor = new RollingRedactor();
    redactor.learn('the-first-one-that-came', 'token');
    expect(redactor.redact('nothing to hide')).toBe('nothing to hide');
    for (let index = 0; index < 100; index += 1) redactor.learn(`${index}${index}-${index * 7919}-another`, 'token');
    expect(redactor.redact('the-first-one-that-came')).toMatch(/^\[token sha256:[0-9a-f]{8}\]$/);
  });

  it('never forgets what it was given first', () => {
    const redactor = new RollingRedactor({ privateKey: 'a permanent private key' });
    for (let index = 0; index < 1000; index += 1) {
      redactor.learn(secretOf(index), 'token', true);
      redactor.redact('some text');
    }
    expect(redactor.redact('key: a permanent private key')).toMatch(/^key: \[private key sha256:[0-9a-f]{8}\]$/);
  });
});
