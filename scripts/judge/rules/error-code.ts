import { referenceCode, referenceNames } from '../../contract/types';
import { errorCodesOf } from './error-fields';
import type { Mismatch, Rule } from './types';

export const errorCode = {
  id: 'error-code',
  title: 'Invalid input is refused with a code that names the invalid reference.',
  evidence: ['R1', 'R2', 'R3', 'R4'],
  appliesTo: (reading, { case: { expect } }) =>
    reading.status === 400 && expect.codes !== undefined && reading.object !== undefined,
  check(reading, { case: { expect } }) {
    const { references, accepted } = expect.codes!;
    const codes = errorCodesOf(reading);
    const actual = codes.slice(0, 10).join(', ') || 'no code';
    const mismatches: Mismatch[] = [];
    // Otherwise the code is open (R4a): the JSON parser may have rejected the whole body.
    if (accepted !== undefined) {
      const expected = accepted.join(' or ');
      if (!codes.some((code) => references.some((name) => code.startsWith(referenceCode(name))))) {
        mismatches.push({
          evidence: 'R4',
          kind: 'reference-not-named',
          message: 'No error code names the invalid reference.',
          where: 'errorCode',
          expected,
          actual,
        });
      } else if (!codes.some((code) => accepted.includes(code))) {
        mismatches.push({
          evidence: expect.evidence,
          kind: 'other-code',
          message: 'The error code does not say what is wrong with the reference.',
          where: 'errorCode',
          expected,
          actual,
        });
      }
    }
    const accused = referenceNames.filter(
      (name) => !references.includes(name) && codes.some((code) => code.startsWith(referenceCode(name))),
    );
    for (const name of accused) {
      mismatches.push({
        evidence: 'R4',
        kind: `valid-reference-named.${name}`,
        message: `An error code names the ${name}, which is valid.`,
        where: 'errorCode',
        expected: `no ${referenceCode(name)}…`,
        actual,
      });
    }
    return mismatches;
  },
} as const satisfies Rule;
