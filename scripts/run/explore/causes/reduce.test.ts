import { type Program, programId, readProgram } from '../program';
import { includes } from './causes';
import { reduce } from './reduce';

const program = (text: string): Program => readProgram(`explore:${text}`);

/** Reduces a program that fails wherever another one is part of it. */
async function reducedTo(start: string, cause: string): Promise<{ id: string; sent: number }> {
  let sent = 0;
  const shows = async (tried: Program): Promise<boolean> => {
    sent += 1;
    return includes(tried, program(cause));
  };
  const reduced = await reduce(program(start), shows);
  return { id: programId(reduced).slice('explore:'.length), sent };
}

describe('a failing program', () => {
  const row = 'correlation=guid+media-type=utf-16+order-ref=absent+origin=origin+query=one+spacing=pretty';
  it.each([
    [row, 'media-type=utf-16+order-ref=absent'],
    [row, 'origin=origin'],
    [row, row],
    [row, 'documented'],
    [`${row}#7`, 'query=one'],
    ['times=64', 'times=30'],
    ['times=8>documented', 'documented'],
    ['method=head>documented>call=payout-options', 'method=head>documented'],
    ['together=6+values=case', 'together=2+values=case'],
    ['together=6+values=case+connection=new', 'together=6'],
    ['documented>call=payout-options+times=3', 'call=payout-options+times=2'],
  ])('%s is reduced to %s', async (start, cause) => {
    expect((await reducedTo(start, cause)).id).toBe(cause);
  });

  it('is sent a few times only', async () => {
    expect((await reducedTo(row, 'origin=origin')).sent).toBeLessThan(12);
  });
});
