import type { ClientRule } from '../rule';
import { timeText } from '../time-text';
import type { ClientMismatch } from '../types';

/** How old a signed request may be (H4). */
const windowMs = 300_000;
/** A smaller difference is not the client's fault: requests take time. */
const usualMs = 60_000;
const quarterHourMs = 15 * 60_000;
const largestOffsetMs = 14 * 3_600_000;
const toleranceMs = 90_000;

const where = 'Authorization';
const expected = 'the time now in UTC seconds since 1970';
const found = (kind: string, message: string, actual: string, observation?: true): ClientMismatch[] => [
  { evidence: 'H4', kind, message, where, expected, actual, ...(observation && { observation }) },
];

function unreadable(timestamp: string): ClientMismatch[] {
  const isDate = /^\d{4}-\d\d-\d\d|^[A-Z][a-z]{2},? /.test(timestamp);
  return found(
    isDate ? 'date' : 'not-a-number',
    isDate
      ? 'The client signs a date in words instead of seconds since 1970.'
      : 'The client signs a time that is not a number.',
    isDate ? 'a date' : timestamp === '' ? 'empty' : 'another text',
  );
}

/** Whether a difference is that of a time zone. */
function likeTimeZone(difference: number): boolean {
  const quarters = Math.round(difference / quarterHourMs);
  const rest = Math.abs(difference - quarters * quarterHourMs);
  return quarters !== 0 && quarters % 2 === 0 && rest <= toleranceMs && Math.abs(difference) <= largestOffsetMs;
}

export const clientHmacTime = {
  id: 'client-hmac-time',
  title: 'The client signs the time of the request, in UTC seconds.',
  why: 'A request that was signed more than five minutes ago is refused, so a wrong clock breaks valid credentials.',
  remedy:
    'Take the seconds since 1970 in UTC, at the moment of sending, and keep the clock of the machine correct (NTP).',
  evidence: ['H4'],
  check({ reading }): ClientMismatch[] {
    const { security, hmac } = reading;
    if (security !== 'hmac' || hmac === undefined || hmac.timestamp === '') return [];
    const text = hmac.timestamp;
    if (!/^\d+(\.\d+)?$/.test(text)) return unreadable(text);
    const units = [1_000, 1, 1e-3, 1e-6] as const;
    const names = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'];
    const unit = Number(text) > 1e17 ? 3 : Number(text) > 1e14 ? 2 : Number(text) > 1e11 ? 1 : 0;
    if (unit > 0)
      return found(
        `unit.${names[unit]}`,
        `The client signs the time in ${names[unit]} instead of seconds.`,
        `${text.length} digits`,
      );
    if (reading.lacks('time')) return [];
    const ahead = Number(text) * units[0] - reading.serverTime;
    if (ahead <= usualMs && ahead >= -usualMs) return [];
    const actual = `${timeText(ahead)} ${ahead > 0 ? 'ahead' : 'behind'}`;
    if (likeTimeZone(ahead))
      return found(
        'time-zone',
        'The client signs a time that is off by whole half hours: local time instead of UTC, or a wrong clock.',
        actual,
      );
    if (ahead > 0) return found('in-the-future', 'The client signs a time in the future: its clock is fast.', actual);
    // It may have waited on the way: that it is allowed is documented.
    if (-ahead <= windowMs)
      return found(
        'waited',
        'The client sends a request that was signed a while ago: its clock may be slow.',
        actual,
        true,
      );
    return found(
      'too-old',
      'The client signs a time that is more than five minutes old: its clock is slow, or it signs too early.',
      actual,
    );
  },
} as const satisfies ClientRule;
