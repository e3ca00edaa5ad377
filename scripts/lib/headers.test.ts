import { headerValue, headerValues, listedValue } from './headers';

const headers = [
  ['Content-Type', 'application/json'],
  ['SET-COOKIE', 'a=1'],
  ['set-cookie', 'b=2'],
  ['Empty', ''],
] as const;

describe('a header', () => {
  it.each([
    ['content-type', ['application/json']],
    ['CONTENT-TYPE', ['application/json']],
    ['Set-Cookie', ['a=1', 'b=2']],
    ['empty', ['']],
    ['content', []],
    ['constructor', []],
  ])('named %s has the values %j', (name, values) => {
    expect(headerValues(headers, name)).toEqual(values);
    expect(headerValue(headers, name)).toBe(values[0]);
    expect(listedValue(headers, name)).toBe(values.length > 0 ? values.join(', ') : undefined);
  });
});
