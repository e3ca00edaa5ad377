import { swapCase } from '../../contract/model/factors/letters';
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

type Texts = readonly [string, string, string];

/** The references of the `index`-th request of a step. All requests of the step are made of the same three texts. */
type Relatives = (base: Texts, index: number) => string[];

/**
 * Changes the first reference in the second request, the second one in the third, and so on. A server that confuses one
 * or all of them then takes two requests for the same.
 */
const oneByOne =
  (write: (text: string, index: number) => string): Relatives =>
  (base, index) =>
    base.map((text, at) => write(text, index > 0 && at === (index - 1) % 3 ? 1 + Math.floor((index - 1) / 3) : 0));

const long = (text: string): string => text.repeat(4).slice(0, 45);
const numbered = (index: number): string => String(index).padStart(3, '0');
const numberedAt = (text: string, index: number): string => `${text}-${index}`;

const relatives: Readonly<Record<Relation, Relatives>> = {
  same: (base) => [...base],
  'same-odd': (base) => base.map((text, at) => `${cased(text, 0b1001101 << at)}-${full(text)}`),
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
  sorted: oneByOne(rotate),
  cut: oneByOne((text, index) => `${long(text)}${numbered(index)}`),
  end: oneByOne((text, index) => `${numbered(index)}${long(text)}`),
  case: oneByOne(cased),
  // "ab", "a-b", "a.b" and "a_b".
  signs: oneByOne((text, index) => `${text.slice(0, 6)}${['', ...separators][index % 4]}${text.slice(6)}`),
  // "7", "07" and "007".
  numbers: oneByOne((text, index) => `${'0'.repeat(index % 20)}${1 + (hash32(text) % 1_000_000)}`),
  rotated: (base, index) => base.map((_, at) => base[(at + index) % 3]!),
  'one-differs': (base, index) => base.map((text, at) => (index > 0 && at === index % 3 ? `${text}${index}` : text)),
  // Several instructions of one order, and several orders of one customer.
  'new-instruction': (base, index) => base.map((text, at) => (at === 2 ? numberedAt(text, index) : text)),
  'new-order': (base, index) => base.map((text, at) => (at > 0 ? numberedAt(text, index) : text)),
};

/** The references of one request of a step: new ones, or related to those of the step's other requests. */
export function referencesFor(seed: number, relation: Relation | undefined, index: number): ReferenceValues {
  const own = relation === undefined ? seed ^ hash32(`request ${index}`) : seed;
  const random = seededRandom(own);
  const base = [draw(random, 12), draw(random, 12), draw(random, 12)] as const;
  if (relation === undefined) {
    // Like the documented ones in the first request: a server has no reason to refuse that one. The others show more.
    const write = index === 0 ? (text: string) => text : full;
    return {
      customerRef: `cust-${write(base[0])}`,
      orderRef: `order-${write(base[1])}`,
      instructionRef: `instr-${write(base[2])}`,
    };
  }
  const [customerRef = '', orderRef = '', instructionRef = ''] = relatives[relation](base, index);
  return { customerRef, orderRef, instructionRef };
}

/** The nonce of one request of a step of the HMAC exchange: a new one, or one related to those of the step's other requests. */
export function nonceFor(shared: string, relation: Relation | undefined, index: number): string | undefined {
  const number = numbered(index);
  switch (relation) {
    case 'same':
      return shared;
    case 'cut':
      return `${shared.slice(0, -number.length)}${number}`;
    case 'end':
      return `${number}${shared.slice(number.length)}`;
    case 'case':
      return index % 2 === 0 ? shared : swapCase(shared);
    default:
      return undefined;
  }
}
