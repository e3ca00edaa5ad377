import { estimate } from './estimate';
import type { Mutant } from './matrix';

const fault: Mutant = { id: 'f', title: 'f', expected: 'violation' };
const variant: Mutant = { id: 'v', title: 'v' };
const many = (count: number, mutant: Mutant): Mutant[] => Array(count).fill(mutant);

describe('the estimate', () => {
  it.each([
    [[fault, variant], 0, true, 1, '1 fault and 1 variant: less than a minute'],
    [many(600, fault), 0, false, 1, '600 faults and 0 variants: about 1 minute'],
    [many(600, fault), 300, true, 1, '600 faults and 0 variants: about 7 minutes'],
    [many(600, fault), 300, false, 4, '600 faults and 0 variants: less than a minute'],
  ])('says how much is run, and for how long (%#)', (mutants, combined, explore, cores, text) => {
    expect(estimate({ mutants, combined, explore, cores })).toBe(text);
  });
});
