import { likelyText } from './likely';

describe('how often the likely cause is right', () => {
  it('is counted by place and by what a report names', () => {
    expect(
      likelyText([
        { id: 'a', likely: { place: 1, first: ['a', 'b'], fit: 1, named: true, unknown: 'does it with a query' } },
        { id: 'b', likely: { place: 2, first: ['c'], fit: 0.9, named: true } },
        { id: 'c', likely: { first: ['a', 'b'], fit: 0.2, named: false } },
        { id: 'd', likely: { named: false } },
        { id: 'shows nothing' },
      ]),
    ).toBe(
      [
        'Likely cause: in first place for 1 of 4 faults (25.0 %); named for 2, rightly for 1.',
        '  b: in place 2; first c (0.9)',
        '  c: not found; first a (0.2)',
        '  d: not found; first nothing',
        'If the fault were unknown: something is named for 1 of 4.',
        '  a: does it with a query',
      ].join('\n'),
    );
    expect(likelyText([{ id: 'shows nothing' }])).toContain('not measured');
  });
});
