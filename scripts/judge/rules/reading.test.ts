import { type ExampleResponse, issued, seenBy } from './example';

const readingOf = (response: ExampleResponse, id = 'accept.fresh-references') =>
  seenBy({ name: '', case: id, response }).reading;

describe('what rules read of a response', () => {
  it.each([
    [199, { succeeded: false, refused: false }],
    [200, { succeeded: true, refused: false }],
    [299, { succeeded: true, refused: false }],
    [300, { succeeded: false, refused: false }],
    [399, { succeeded: false, refused: false }],
    [400, { succeeded: false, refused: true }],
    [428, { succeeded: false, refused: true }],
    [429, { succeeded: false, refused: false }],
    [499, { succeeded: false, refused: true }],
    [500, { succeeded: false, refused: false }],
  ])('%i is a success, a refusal, or neither', (status, wanted) => {
    const { succeeded, refused } = readingOf({ status });
    expect({ succeeded, refused }).toEqual(wanted);
  });

  it.each<[unknown, number | undefined]>([
    ['1768482000000', 1_768_482_000_000],
    ['soon', undefined],
    ['01', undefined],
    [1_768_482_000_000, undefined],
    [undefined, undefined],
  ])('expires %j is %p', (expires, wanted) => {
    expect(readingOf({ status: 201, body: issued({}, { expires }) }).expires).toBe(wanted);
  });

  it.each<[unknown, string | undefined]>([
    ['a.b.c', 'a.b.c'],
    ['', undefined],
    [7, undefined],
  ])('accessToken %j is %p', (accessToken, wanted) => {
    expect(readingOf({ status: 201, body: issued({}, { accessToken }) }).accessToken).toBe(wanted);
  });

  it('HEAD never has a body', () => {
    expect(readingOf({ status: 405, text: 'a' }, 'method.head').hasBody).toBe(false);
    expect(readingOf({ status: 405, text: 'a' }, 'method.get').hasBody).toBe(true);
    expect(readingOf({ status: 405, text: '' }, 'method.get').hasBody).toBe(false);
  });
});
