import { timeText } from './time-text';

it.each([
  [0, '0 s'],
  [-45_000, '45 s'],
  [499, '0 s'],
  [500, '1 s'],
  [119_499, '119 s'],
  [119_500, '2 min'],
  [12 * 60_000, '12 min'],
  [119 * 60_000, '119 min'],
  [120 * 60_000, '2 h'],
  [185 * 60_000, '3 h 5 min'],
  [(48 * 60 - 1) * 60_000, '47 h 59 min'],
  [48 * 3_600_000, '2 days'],
  [60 * 3_600_000, '3 days'],
])('%d ms are %s', (milliseconds, text) => {
  expect(timeText(milliseconds)).toBe(text);
});
