import { exactNumber, numbersIn } from './exact-number';

describe('a number with all its digits', () => {
  it.each([
    ['1', ['1', '1.0', '1e0', '10e-1', ' 1 ', '0.1E+1']],
    ['0', ['0', '-0', '0.00', '0e5']],
    ['100', ['100', '1e2', '1E+2']],
    ['12345678901234567890', ['1234567890123456789e1']],
    ['-1.5', ['-1.50', '-15e-1']],
  ])('%s is also written %j', (text, others) => {
    for (const other of others) expect([other, exactNumber(other)]).toEqual([other, exactNumber(text)]);
  });

  it.each([
    ['12345678901234567890', '12345678901234567000'],
    ['9007199254740993', '9007199254740992'],
    ['1', '-1'],
    ['1', '10'],
  ])('%s is not %s', (one, other) => {
    expect(exactNumber(one)).not.toBe(exactNumber(other));
  });

  it.each(['', 'x', '1x', '0x1f', 'NaN', '1e', '.', '1 2'])('%j is not a number', (text) => {
    expect(exactNumber(text)).toBeUndefined();
  });

  it('is found in JSON outside its strings', () => {
    const json = '{"a":"1","2":[-3.50,4e+21],"b":"\\"5","c":12345678901234567890}';
    expect(numbersIn(json)).toEqual(['-3.50', '4e+21', '12345678901234567890']);
  });
});
