import { type ReferenceName, referenceNames } from '../../contract/types';
import { errorCodesOf } from './error-fields';
import type { Mismatch, Rule } from './types';

const prefix = (name: ReferenceName): string => `${name.replace('Ref', '').toUpperCase()}_REF_`;

export const errorCode = {
  id: 'error-code',
  title: 'Invalid input is refused with a code that names the invalid reference.',
  evidence: ['R1', 'R2', 'R3', 'R4'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.status === 400 && expect.codes !== undefined && reading.object !== undefined,
  check(reading, { case: { expect } }) {
    const { references, suffix } = expect.codes!;
    const codes = errorCodesOf(reading);
    const actual = codes.slice(0, 10).join(', ') || 'no code';
    const mismatches: Mismatch[] = [];
    // Without a suffix the code is open (R4a): the JSON parser may have rejected the whole body.
    if (suffix !== undefined) {
      const expected = references.map((name) => prefix(name) + suffix).join(' or ');
      if (!codes.some((code) => references.some((name) => code.startsWith(prefix(name))))) {
        mismatches.push({
          evidence: 'R4',
          message: 'No error code names the invalid reference.',
          where: 'errorCode',
          expected,
          actual,
        });
      } else if (!codes.some((code) => references.some((name) => code === prefix(name) + suffix))) {
        mismatches.push({
          evidence: expect.evidence,
          message: 'The error code does not say what is wrong with the reference.',
          where: 'errorCode',
          expected,
          actual,
        });
      }
    }
    const accused = referenceNames.filter(
      (name) => !references.includes(name) && codes.some((code) => code.startsWith(prefix(name))),
    );
    for (const name of accused) {
      mismatches.push({
        evidence: 'R4',
        message: `An error code names the ${name}, which is valid.`,
        where: 'errorCode',
        expected: `no ${prefix(name)}…`,
        actual,
      });
    }
    return mismatches;
  },
} as const satisfies Rule;
