import type { ReceivedResponse } from '../contract/exchange';
import { headerValue } from '../lib/headers';
import type { DiagnosisCode } from './diagnoses';
import type { Skew } from './types';

/** A smaller difference is not worth a warning. */
const worthWarningMs = 30_000;

export type SkewReading = { readonly ok: true; readonly skew: Skew } | { readonly ok: false; readonly because: string };

/**
 * The server's `Date` minus the midpoint of sending and receiving. `Date` has no fraction of a second, so the true time is
 * on average half a second later, with an uncertainty of half a second and half the round trip.
 */
export function skewOf(
  answer: Pick<ReceivedResponse, 'headers'> & { readonly sentAt: number; readonly answeredAt: number },
): SkewReading {
  if (headerValue(answer.headers, 'age') !== undefined) {
    return { ok: false, because: 'the response has an Age header: it comes from a cache, and so does its Date' };
  }
  const date = headerValue(answer.headers, 'date');
  const server = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(server))
    return { ok: false, because: `the response has ${date === undefined ? 'no' : 'an unreadable'} Date header` };
  const halfRoundTrip = (answer.answeredAt - answer.sentAt) / 2;
  return {
    ok: true,
    skew: {
      ms: Math.round(server + 500 - (answer.sentAt + halfRoundTrip)),
      uncertaintyMs: Math.round(500 + Math.abs(halfRoundTrip)),
    },
  };
}

/** The diagnosis for a skew that is large enough to warn about. */
export function skewDiagnosis({ ms, uncertaintyMs }: Skew): DiagnosisCode | undefined {
  if (Math.abs(ms) + uncertaintyMs < worthWarningMs) return undefined;
  return ms > 0 ? 'clock-slow' : 'clock-fast';
}

function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const days = Math.floor(seconds / 86_400);
  if (days > 1) return `${days} days`;
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `6 min 0 s slow (± 0.5 s)`. */
export function describeSkew({ ms, uncertaintyMs }: Skew): string {
  const uncertainty = `± ${(uncertaintyMs / 1000).toFixed(1)} s`;
  if (Math.abs(ms) <= uncertaintyMs + 1000) return `right (${uncertainty})`;
  return `${durationText(Math.abs(ms))} ${ms > 0 ? 'slow' : 'fast'} (${uncertainty}); requests older than 5 minutes are rejected`;
}
