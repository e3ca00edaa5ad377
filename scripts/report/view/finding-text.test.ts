import type { EvidenceId } from '../../contract/evidence';
import { finding } from '../../testing/run-fixtures';
import { failing, findingRows, worstFirst } from './finding-text';

const all = (['observation', 'warning', 'violation', 'deviation'] as const).map((level) => finding({ level }));

describe('findings as text', () => {
  it('puts the worst first', () => {
    expect(worstFirst(all).map(({ level }) => level)).toEqual(['violation', 'deviation', 'warning', 'observation']);
  });

  it('knows which fail a case', () => {
    expect(failing(all, false).map(({ level }) => level)).toEqual(['violation']);
    expect(failing(all, true).map(({ level }) => level)).toEqual(['violation', 'deviation', 'warning']);
  });

  it('says where, what was expected, what came, and on what evidence', () => {
    expect(findingRows(finding()).map(([label]) => label)).toEqual([
      'where',
      'expected',
      'actual',
      'evidence',
      'source',
    ]);
    expect(Object.fromEntries(findingRows(finding()))).toMatchObject({
      evidence: expect.stringMatching(/^T2: expires is a string/),
      source: expect.stringContaining('Imburse tutorial'),
    });
  });

  it('leaves out what a finding lacks, and a source that this version does not know', () => {
    const bare = { rule: 'r', level: 'warning', evidence: 'Z99' as EvidenceId, message: 'm' } as const;
    expect(findingRows(bare)).toEqual([['evidence', 'Z99']]);
  });
});
