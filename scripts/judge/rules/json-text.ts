import type { Mismatch, Rule } from './types';

export const jsonText = {
  id: 'json-text',
  title: 'A JSON body is UTF-8 and has no property twice.',
  evidence: ['C5', 'C8', 'E3'],
  appliesTo: (reading) => reading.hasBody && (reading.succeeded || (reading.refused && reading.hasJsonMediaType)),
  check(reading, { case: { call } }) {
    const evidence = reading.refused ? 'E3' : call === 'payout-options' ? 'C8' : 'C5';
    const mismatches: Mismatch[] = [];
    if (!reading.exchange.outcome.validUtf8) {
      mismatches.push({
        evidence,
        message: 'The body is not valid UTF-8, so it is not JSON (RFC 8259 §8.1).',
        where: 'body',
      });
    }
    for (const name of reading.json.ok ? reading.json.duplicates : []) {
      mismatches.push({
        evidence,
        message: 'A property stands twice in one object: which one counts is left to the reader.',
        where: name,
        expected: 'once',
        actual: 'twice or more',
      });
    }
    return mismatches;
  },
} as const satisfies Rule;
