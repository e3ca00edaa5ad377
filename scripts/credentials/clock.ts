import type { ReceivedResponse } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import type { DiagnosisCode } from './diagnoses';
import type { Skew } from './types';

/** From here on a clock is worth a word. */
const worthWarningMs = 30_000;

export type SkewReading = { readonly ok: true; readonly skew: Skew } | { readonly ok: false; readonly because: string };

/**
 * The server's `Date` minus the midpoint of sending and receiving. `Date` is cut to the second, so that the true time is
 * half a second later, give or take half a second and half the way there and back.
 */
export function skewOf(
  answer: Pick<ReceivedResponse, 'headers'> & { readonly sentAt: number; readonly answeredAt: number },
): SkewReading {
  if (headerValue(answer.headers, 'age') !== undefined) {
    return { ok: false, because: 'the answer has an Age: it comes from a cache, and so does its Date' };
  }
  const date = headerValue(answer.headers, 'date');
  const server = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(server))
    return { ok: false, because: `the answer has ${date === undefined ? 'no' : 'an unreadable'} Date` };
  const halfWay = (answer.answeredAt - answer.sentAt) / 2;
  return {
    ok: true,
    skew: {
      ms: Math.round(server + 500 - (answer.sentAt + halfWay)),
      uncertaintyMs: Math.round(500 + Math.abs(halfWay)),
    },
  };
}

/** The warning that a skew deserves, where it does for certain. */
export function skewDiagnosis({ ms, uncertaintyMs }: Skew): DiagnosisCode | undefined {
  if (Math.abs(ms) + uncertaintyMs < worthWarningMs) return undefined;
  return ms > 0 ? 'clock-slow' : 'clock-fast';
}

function spell(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const days = Math.floor(seconds / 86_400);
  if (days > 1) return `${days} days`;
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `6 min 0 s slow (± 0.5 s)`. */
export function describeSkew({ ms, uncertaintyMs }: Skew): string {
  const uncertainty = `± ${(uncertaintyMs / 1000).toFixed(1)} s`;
  if (Math.abs(ms) <= uncertaintyMs + 1000) return `right, to ${uncertainty}`;
  return `${spell(Math.abs(ms))} ${ms > 0 ? 'slow' : 'fast'} (${uncertainty}); requests older than 5 minutes are rejected`;
}
