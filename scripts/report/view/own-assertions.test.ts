import { failedAssertions, ownAssertionsText } from './own-assertions';

it.each<[string | undefined, number, number, number]>([
  ['Your own assertion passed', 1, 0, 0],
  ['Your own assertion failed', 1, 1, 0],
  ['All of your own 2 assertions passed', 2, 0, 0],
  ['1 of your own 2 assertions failed', 2, 1, 0],
  ['1 script of your own ended with an error', 0, 0, 1],
  ['All of your own 2 assertions passed; 2 scripts of your own ended with an error', 2, 0, 2],
])('%s', (wanted, total, failed, threw) => {
  expect(ownAssertionsText({ assertions: { total, failed, skipped: 0, threw } })).toBe(wanted);
});

it('nothing is said of a run without own assertions', () => {
  expect(ownAssertionsText({})).toBeUndefined();
  expect(failedAssertions({ cases: [] })).toEqual([]);
});
