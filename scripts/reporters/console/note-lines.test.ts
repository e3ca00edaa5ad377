import { print } from '../../testing/console';
import type { CaseFixture } from '../../testing/run-fixtures';

describe('the notes about a run', () => {
  it.each([1, 6, 41, 47, 200])('are shown in short, however many entries one has: %d', (entries) => {
    const drift = Array.from({ length: entries }, (_, index) => ({
      ...{ aspect: `aspect.${index}`, accepted: ['a'], observed: ['b'], cases: ['accept.documented'] },
    }));
    const { end } = print({ cases: [{ id: 'a' }], drift });
    expect(end).toContain('changed since the accepted record (this fails the run)\n  aspect.0');
  });

  it('list a failed assertion of a collection, and the causes do not repeat it', () => {
    const assertions: CaseFixture['assertions'] = [{ name: 'is mine', result: 'failed', message: 'expected 1' }];
    const { end } = print({ cases: [{ id: 'a', assertions }] });
    expect(end.match(/is mine/g)).toHaveLength(1);
    expect(end).toContain('Your own assertion failed');
  });
});
