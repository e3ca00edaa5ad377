import { factors } from '../../contract/model/factors';
import type { Explored } from '../../report/types';
import { Coverage, covers } from './coverage';
import { histories } from './histories';
import { programId, readProgram } from './program';

/** What a run explored that sent these programs. */
function explored(ids: readonly string[], more: Partial<Explored> = {}): Explored {
  const coverage = new Coverage(factors);
  for (const id of ids) coverage.add(readProgram(id));
  const counts = { seed: 1, strength: 'pairs', programs: ids.length, requests: 100 } as const;
  return { ...counts, ...coverage.result, coverage: coverage.map, ...more };
}

const withThree = 'explore:body=blank+credential=none+media-type=utf-16';
const listed = programId(histories.find(({ steps }) => steps.some(({ choice }) => choice.method === 'head'))!);

describe('a run covers what was found in another one', () => {
  it.each([
    ['one condition, alone', 'explore:media-type=utf-16', ['explore:media-type=utf-16'], true],
    ['one condition, beside others', 'explore:media-type=utf-16', [withThree], true],
    ['two conditions together', 'explore:credential=none+media-type=utf-16', [withThree], true],
    [
      'not two conditions apart',
      'explore:credential=none+media-type=utf-16',
      ['explore:media-type=utf-16', 'explore:credential=none'],
      false,
    ],
    ['not a condition of another call', 'explore:credential=none+call=payout-options', [withThree], false],
    ['not three conditions, which are together by chance', withThree, [withThree], false],
    ['a part of a sequence', 'explore:method=head>documented', [listed], true],
    [
      'not a sequence of which it sent the requests apart',
      'explore:method=head>documented',
      ['explore:method=head'],
      false,
    ],
    ['documented requests, of which it sent enough', 'explore:times=64', [], true],
    ['not more of them than it sent', 'explore:times=128', [], false],
    ['not what the model no longer has', 'explore:media-type=gone', [withThree], false],
  ])('%s', (_what, id, sent, wanted) => {
    expect(covers(explored(sent), id)).toBe(wanted);
  });

  it('if it was told to send it', () => {
    expect(covers(explored([], { named: [withThree] }), withThree)).toBe(true);
  });

  it('not if it numbered other conditions, or said nothing', () => {
    const run = explored(['explore:media-type=utf-16']);
    const other = { ...run, coverage: { ...run.coverage!, factors: 'sha256:0000000000000000' } };
    expect(covers(other, 'explore:media-type=utf-16')).toBe(false);
    const { coverage: _left, ...silent } = run;
    expect(covers(silent, 'explore:media-type=utf-16')).toBe(false);
  });
});
