import { rules } from '../judge/rules';
import { tokenExample } from './calls/payout-token/schemas';
import { type EvidenceId, evidence } from './evidence';
import { cases } from './index';
import { uncovered } from './uncovered';

const covered = new Set<EvidenceId | undefined>([
  ...cases.flatMap(({ evidence: ids, expect: { evidence: row, tokenBreaks } }) => [...ids, row, tokenBreaks]),
  ...rules.flatMap((rule) => rule.evidence as readonly EvidenceId[]),
]);
const ids = Object.keys(evidence) as EvidenceId[];

describe('the evidence', () => {
  it('has no uncovered row, except those listed with a reason', () => {
    expect(ids.filter((id) => !covered.has(id) && !(id in uncovered))).toEqual([]);
  });

  it('lists no covered row as uncovered', () => {
    expect(Object.keys(uncovered).filter((id) => covered.has(id as EvidenceId))).toEqual([]);
  });

  it.each(Object.entries(uncovered))('has a reason for %s', (_id, reason) => {
    expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });

  it('has a sample that looks like a token but cannot be decoded (T5)', () => {
    const [header = ''] = tokenExample.accessToken.split('.');
    expect(Buffer.from(header, 'base64url').toString()).toMatch(/^\{"alg":"HS256","typ":/);
    expect(() => JSON.parse(Buffer.from(header, 'base64url').toString())).toThrow(SyntaxError);
  });
});
