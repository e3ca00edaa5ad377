import type { ReferenceName } from '../../contract/types';
import { hash32, seededRandom } from '../../lib/seeded-random';
import type { Relation } from './program';

type ReferenceValues = Readonly<Record<ReferenceName, string>>;

const letters = 'abcdefghijklmnopqrstuvwxyz';

const draw = (random: () => number, length: number): string =>
  Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');

const rotate = (text: string, by: number): string => text.slice(by % text.length) + text.slice(0, by % text.length);

/** The text with the letters in upper case whose bits are set in a number. */
const cased = (text: string, bits: number): string =>
  [...text].map((letter, index) => ((bits >> (index % 10)) & 1 ? letter.toUpperCase() : letter)).join('');

/** A value that changes visibly if it is cut, collapsed, trimmed or read as a number. */
const full = (text: string): string => `${text}.-_${rotate(text, 5)}_0`;

/** The separators that a reference may hold (R3). */
const separators = ['-', '.', '_'] as const;

/** The references of the `index`-th request of a step. All requests of the step are made of the same three texts. */
const relatives: Readonly<Record<Relation, (base: readonly [string, string, string], index: number) => string[]>> = {
  same: (base) => base.map((text, at) => `${cased(text, 0b1001101 << at)}-${full(text)}`),
  // "ab" and "c" as "a" and "bc".
  joined: (base, index) => {
    const text = base.join('');
    const [first, second] = [4 + (index % 8), 14 + (index % 8)];
    return [text.slice(0, first), text.slice(first, second), text.slice(second)];
  },
  // "a-b", "c" and "d" as "a", "b-c" and "d", and so on, for each sign in turn.
  'joined-by-sign': ([first, second, third], index) => {
    const sign = separators[Math.floor(index / 3) % separators.length]!;
    const texts = [first, second.slice(0, 6), second.slice(6), third];
    const at = index % 3;
    return [...texts.slice(0, at), `${texts[at]}${sign}${texts[at + 1]}`, ...texts.slice(at + 2)];
  },
  sorted: (base, index) => base.map((text) => rotate(text, index)),
  cut: (base, index) => base.map((text) => `${text.repeat(4).slice(0, 45)}${String(index).padStart(3, '0')}`),
  end: (base, index) => base.map((text) => `${String(index).padStart(3, '0')}${text.repeat(4).slice(0, 45)}`),
  case: (base, index) => base.map((text) => cased(text, index)),
  // "a-b", "a.b", "a_b" and "ab".
  signs: (base, index) => base.map((text) => `${text.slice(0, 6)}${['', ...separators][index % 4]}${text.slice(6)}`),
  numbers: (base, index) => base.map((text) => `${'0'.repeat(index % 20)}${1 + (hash32(text) % 1_000_000)}`),
  rotated: (base, index) => base.map((_, at) => base[(at + index) % 3]!),
  'one-differs': (base, index) => base.map((text, at) => (index > 0 && at === index % 3 ? `${text}${index}` : text)),
};

/** The references of one request of a step: new ones, or related to those of the step's other requests. */
export function referencesFor(seed: number, relation: Relation | undefined, index: number): ReferenceValues {
  const own = relation === undefined ? seed ^ hash32(`request ${index}`) : seed;
  const random = seededRandom(own);
  const base = [draw(random, 12), draw(random, 12), draw(random, 12)] as const;
  if (relation === undefined)
    return {
      customerRef: `cust-${full(base[0])}`,
      orderRef: `order-${full(base[1])}`,
      instructionRef: `instr-${full(base[2])}`,
    };
  const [customerRef = '', orderRef = '', instructionRef = ''] = relatives[relation](base, index);
  return { customerRef, orderRef, instructionRef };
}
