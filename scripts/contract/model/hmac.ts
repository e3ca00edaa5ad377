import { type Findings, fault, joined, nothing, openFor, opening, refusedFor } from './reasons';
import type { KnownHmac } from './types';

/** How long a signed request is accepted, in seconds (H4). */
const windowSeconds = 300;
/** Requests take time, and clocks differ by a little. */
const margin = 10;

function readTime({ time, oddTime, clock }: Pick<KnownHmac, 'time' | 'oddTime' | 'clock'>): Findings {
  if (oddTime) return joined(openFor(opening('odd-time')), readTime({ time, clock }));
  if (time === 'unreadable') return refusedFor(fault('unreadable-time'));
  if (time === 'odd') return openFor(opening('odd-time'));
  if (time > margin) return openFor(opening('ahead-of-time', { detail: String(time) }));
  if (clock === 'uncertain' && time < -margin) return openFor(opening('uncertain-clock'));
  if (time < -windowSeconds - margin) return refusedFor(fault('too-old', { detail: String(-time) }));
  return time < -windowSeconds + margin ? openFor(opening('edge-of-window')) : nothing;
}

/** What an HMAC credential means (H1 to H4). */
export function readHmac(known: KnownHmac, nonceUsed: boolean): Findings {
  const { key, signature, nonce } = known;
  return joined(
    key === 'unknown' ? refusedFor(fault('unknown-key')) : nothing,
    key === 'respelt' ? openFor(opening('respelt-key')) : nothing,
    signature === 'wrong' ? refusedFor(fault('wrong-signature')) : nothing,
    signature === 'odd' ? openFor(opening('odd-signature')) : nothing,
    readTime(known),
    nonce === 'used' || nonceUsed ? refusedFor(fault('used-nonce')) : nothing,
    nonce === 'odd' ? openFor(opening('odd-nonce')) : nothing,
  );
}
