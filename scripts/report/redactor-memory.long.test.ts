import { heapInUse } from '../testing/heap';
import { Redactor } from './redactor';

describe('a server that knows how redaction works', () => {
  it('cannot make it remember without end', () => {
    const redactor = new Redactor();
    const before = heapInUse();
    for (let index = 0; index < 20_000; index += 1)
      redactor.learn(`${index}-${'aZ3'.repeat(300)}-${index * 7919}`, 'token');
    redactor.redact('something to look for');
    redactor.learn('x7'.repeat(2 ** 20), 'token');
    // The texts have 20 MiB.
    expect(heapInUse() - before).toBeLessThan(8 * 2 ** 20);
    // It was in use until here.
    expect(redactor.redact('in use')).toBe('in use');
  });

  it.each<[string, (index: number) => string]>([
    ['parts of others', (index) => `${'a'.repeat(index % 900)} ${'b'.repeat(990 - (index % 900))}`],
    ['other texts', (index) => `${index} `.repeat(990).slice(0, 990)],
  ])('cannot make it remember texts that come again without end: %s', (_name, textOf) => {
    const redactor = new Redactor();
    const before = heapInUse();
    for (let index = 0; index < 4000; index += 1) for (const _time of [1, 2, 3]) redactor.redact(textOf(index));
    expect(heapInUse() - before).toBeLessThan(8 * 2 ** 20);
    expect(redactor.redact('in use')).toBe('in use');
  });
});
