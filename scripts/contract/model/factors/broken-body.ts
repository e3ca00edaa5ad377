import type { EvidenceIds } from '../../evidence';
import { referenceNames } from '../../types';
import { encodeUtf8 } from '../utf8';
import { bodyAs, bodyFactors } from './body';
import { type DraftBody, drawText, type Factor, type FactorLevel, level, unchanged, writeJson } from './draft';

/** A body that is not JSON, though it begins like the right one. */
const broken = (id: string, title: string, change: (text: string) => string): FactorLevel => ({
  ...bodyAs(id, title, 'refused', ['C4', 'R4'], change),
  family: 'broken',
});

/** A body that holds none of the references. */
const instead = (
  id: string,
  title: string,
  write: (random: () => number) => DraftBody,
  evidence: EvidenceIds = ['R4', 'C8'],
): FactorLevel => ({
  ...level(id, title, 'refused', evidence, (draft, _sources, random) => ({ ...draft, write: () => write(random) })),
  hides: bodyFactors,
});

/** The body of the documented request, with drawn references. */
const exampleBody = (random: () => number): string =>
  writeJson(referenceNames.map((name) => [name, drawText(random, 'abcdefgh', 8)]));

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const mebibyte = 1024 * 1024;

/** The body as a whole (C4, C15). */
export const bodyForm: Factor = {
  id: 'body',
  title: 'the body',
  levels: [
    unchanged('plain', 'with a plain body', ['C4']),
    broken('trailing-text', 'with text after the object', (text) => `${text} x`),
    broken('trailing-nul', 'with a NUL after the object', (text) => `${text}\0`),
    broken('trailing-object', 'with another object after the object', (text) => `${text}{}`),
    broken('trailing-brace', 'with another brace after the object', (text) => `${text}}`),
    broken('unclosed', 'with an object that is not closed', (text) => text.slice(0, -1)),
    instead('none', 'without a body', () => undefined),
    instead('blank', 'with a body of white space', () => ' \r\n '),
    instead('empty-object', 'with an empty object', () => '{}', ['R1', 'C8']),
    instead('empty-array', 'with an empty array', () => '[]'),
    instead('array', 'with the object in an array', (random) => `[${exampleBody(random)}]`),
    instead('array-of-references', 'with an array of references', () => '["a","b","c"]'),
    instead('array-of-odd-values', 'with an array of null, arrays and numbers', () => '[null,[],{},1,true,""]'),
    instead('wrapped', 'with the object in a property', (random) => `{"data":${exampleBody(random)}}`, ['R1', 'C8']),
    instead('string', 'with a JSON string', () => '"customerRef"'),
    instead('json-in-string', 'with the object as a JSON string', (random) => JSON.stringify(exampleBody(random))),
    instead('number', 'with a JSON number', () => '1'),
    instead('float', 'with a large JSON number', () => '1e400'),
    instead('true', 'with a JSON boolean', () => 'true'),
    instead('null', 'with a JSON null', () => 'null'),
    instead('text', 'with text that is not JSON', () => 'hello'),
    instead('truncated', 'with truncated JSON', (random) => exampleBody(random).slice(0, 40)),
    instead('brace', 'with an opening brace', () => '{'),
    instead('form', 'with a form', () => 'customerRef=a&orderRef=b&instructionRef=c'),
    instead('xml', 'with XML', () => '<request><customerRef>a</customerRef></request>'),
    instead('nul', 'with NUL bytes', () => '\0\0\0\0'),
    instead('bytes', 'with bytes that are not text', () => Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10])),
    instead('nested', 'with 10,000 nested arrays', () => nested(10_000)),
    instead(
      'invalid-utf8-reference',
      'with a reference that is not UTF-8',
      () =>
        Uint8Array.from([
          ...encodeUtf8('{"customerRef":"a'),
          0xff,
          0xfe,
          ...encodeUtf8('b","orderRef":"b","instructionRef":"c"}'),
        ]),
      ['R3', 'R4'],
    ),
    instead(
      'mebibyte-reference',
      'with a reference of one mebibyte',
      () => writeJson(referenceNames.map((name) => [name, name === 'customerRef' ? 'a'.repeat(mebibyte) : 'b'])),
      ['C15', 'R2'],
    ),
  ],
};
