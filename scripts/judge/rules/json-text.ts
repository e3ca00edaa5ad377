import { callOf } from '../../contract/calls';
import { errorBodies } from '../../contract/errors';
import type { SchemaNode } from '../../contract/types';
import { promisesErrorBody } from './error-fields';
import type { Mismatch, Rule } from './types';

/** The JSON pointers to what a schema names, with `*` for each position in an array. */
function placesIn({ properties = {}, items }: SchemaNode, within = ''): string[] {
  const inner = Object.entries({ ...(properties as object), ...(items !== undefined && { '*': items }) });
  return inner.flatMap(([name, schema]) => [
    `${within}/${name}`,
    ...placesIn(schema as SchemaNode, `${within}/${name}`),
  ]);
}

/** Where the contract names the properties of a body. */
const documentedPlaces = (refused: boolean, call: string): readonly string[] =>
  (refused ? errorBodies : [callOf(call).success.body]).flatMap(({ schema }) => placesIn(schema));

export const jsonTextRule = {
  id: 'json-text',
  title: 'A JSON body is UTF-8 and has no duplicate properties.',
  evidence: ['C5', 'C8', 'E3', 'T9a'],
  needsErrorForm: true,
  appliesTo: (reading, { errorForm }) =>
    reading.hasBody &&
    (reading.succeeded || (reading.refused && reading.hasJsonMediaType && promisesErrorBody(reading, errorForm))),
  check(reading, { case: { call } }) {
    const evidence = reading.refused ? 'E3' : callOf(call).success.body.evidence[''][0];
    const mismatches: Mismatch[] = [];
    if (!reading.exchange.outcome.validUtf8) {
      mismatches.push({
        evidence,
        kind: 'not-utf8',
        message: 'The body is not valid UTF-8, so it is not JSON (RFC 8259 §8.1).',
        where: 'body',
      });
    }
    const duplicates = reading.json.ok ? reading.json.duplicates : [];
    const documented = duplicates.length > 0 ? documentedPlaces(reading.refused, call) : [];
    for (const { name, within } of duplicates) {
      mismatches.push({
        // What nobody documented is read by nobody who keeps to the contract.
        evidence: documented.includes(`${within}/${name}`) ? evidence : 'T9a',
        kind: 'duplicate-property',
        message: 'An object has a duplicate property: readers may take either value.',
        where: name,
        expected: 'once',
        actual: 'twice or more',
      });
    }
    return mismatches;
  },
} as const satisfies Rule;
