import fc from 'fast-check';
import { WindowFilter } from './window-filter';
import { stretchesIn, WindowSet } from './window-set';

const filter = new WindowFilter();
const setOf = (...texts: readonly string[]): WindowSet => {
  const set = new WindowSet(3, filter);
  for (const text of texts) set.add(text);
  return set;
};

describe('the stretches of a text', () => {
  it.each<[string, readonly string[], [number, number][]]>([
    ['xxabcdxx', ['abcd'], [[2, 6]]],
    ['abcd', ['abcd'], [[0, 4]]],
    ['abxcd', ['abcd'], []],
    // A part is enough, and parts of several texts are one stretch.
    ['bcdef', ['abcd', 'cdefg'], [[0, 5]]],
    [
      'abcabc',
      ['abc'],
      [
        [0, 3],
        [3, 6],
      ],
    ],
    ['ab', ['abcd'], []],
    ['abc', [], []],
    ['abc', ['ab'], []],
  ])('%s that are parts of %j', (text, texts, wanted) => {
    expect(
      stretchesIn(
        text,
        texts.map((each) => setOf(each)),
      ),
    ).toEqual(wanted);
    expect(stretchesIn(text, [setOf(...texts)])).toEqual(wanted);
  });

  it('are found as by looking each window up', () => {
    const some = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\u00e9', '\ud83d'), maxLength: 40 });
    fc.assert(
      fc.property(some, fc.array(some, { maxLength: 4 }), (text, texts) => {
        const known = (start: number) => {
          const window = text.slice(start, start + 3);
          return window.length === 3 && texts.some((each) => each.includes(window));
        };
        const wanted: [number, number][] = [];
        for (let start = 0; start + 3 <= text.length; start += 1) {
          if (!known(start)) continue;
          let end = start + 3;
          while (known(end - 2)) end += 1;
          wanted.push([start, end]);
          start = end - 1;
        }
        expect(
          stretchesIn(
            text,
            texts.map((each) => setOf(each)),
          ),
        ).toEqual(wanted);
      }),
    );
  });
});
