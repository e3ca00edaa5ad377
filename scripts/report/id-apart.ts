import { guids } from './plain';

/** Ids that are texts of their own, or values of JSON. */
const wholeIds = new RegExp(`(?<=^|")${guids.source}(?="|$)`, 'g');

/** What may stand between two pieces of one text. */
const between = String.raw`(?:\\+[nrt]|[^0-9A-Za-z\0]){1,16}`;

/** What could continue an id: a short piece with a digit or after a hyphen, or hexadecimal digits next to it. */
const joinable = new RegExp(
  [
    String.raw`(?<![0-9A-Za-z])(?=[A-Za-z]{0,7}\d)[0-9A-Za-z]{1,8}(?![0-9A-Za-z])`,
    '-[0-9A-Za-z]{1,4}(?![0-9A-Za-z])',
    String.raw`[0-9A-Fa-f]{2}${between}\0`,
    String.raw`\0${between}[0-9A-Fa-f]{2}`,
  ].join('|'),
);

/** A text in which an id stands apart. */
interface IdApart {
  /** The text, with nothing in the places of the id. */
  readonly rest: string;
  /** What the digits of the id stand for, read from the first one on and from the second. */
  readonly bytes: readonly string[];
}

/**
 * Takes an id out of a text, if nothing around it could continue what is written in its digits. Several ids could say
 * something together, so they stay.
 */
export function idApart(text: string): IdApart | undefined {
  const [id, ...others] = new Set(text.match(wholeIds));
  if (id === undefined || others.length > 0) return undefined;
  const rest = text.replace(wholeIds, '\u0000'.repeat(id.length));
  if (joinable.test(rest)) return undefined;
  const digits = id.replaceAll('-', '');
  return { rest, bytes: [0, 1].map((start) => Buffer.from(digits.slice(start), 'hex').toString('latin1')) };
}
