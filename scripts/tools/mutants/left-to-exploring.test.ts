import { faults } from '../../sandbox';
import { leftToExploring } from './left-to-exploring';

describe('the faults that are left to exploring', () => {
  it('exist, and are not left to it anyway because they need a condition', () => {
    const single = faults.filter(({ combined }) => !combined).map(({ id }) => id);
    expect([...leftToExploring].filter((id) => !single.includes(id))).toEqual([]);
  });
});
