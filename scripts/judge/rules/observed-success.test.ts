import { exampleTime, exampleToken, issued, seenBy } from './example';
import { observedSuccess } from './observed-success';

const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;

function recorded(change: Parameters<typeof issued>[1]) {
  const response = { status: 201, body: issued({}, change) };
  const { reading, context } = seenBy({ name: '', case: 'accept.documented', response });
  return Object.fromEntries(observedSuccess.check(reading, context).map(({ message, actual }) => [message, actual]));
}

describe('what is recorded of a success', () => {
  it.each([
    [0.8 * minutes - 1, 'less than a minute'],
    [0.8 * minutes, 'minutes'],
    [17 * minutes - 1, 'minutes'],
    [17 * minutes, 'about an hour'],
    [2.7 * hours - 1, 'about an hour'],
    [2.7 * hours, 'hours'],
    [2.7 * days - 1, 'hours'],
    [2.7 * days + 1, 'days'],
    [40 * days - 1, 'days'],
    [40 * days, 'months'],
  ])('a lifetime of %i ms is %s', (ms, wanted) => {
    expect(recorded({ expires: String(exampleTime + ms) })['Lifetime of the token.']).toBe(wanted);
  });

  it.each([
    ['HS256', 'HS256'],
    [undefined, 'missing'],
    [7, '7'],
  ])('the algorithm %p is %s', (alg, wanted) => {
    expect(recorded({ accessToken: exampleToken({ sub: 'a' }, { alg }) })['Signing algorithm.']).toBe(wanted);
  });
});
