/** The longest `Retry-After` that is waited for. */
export const longestWaitMs = 60_000;

/**
 * Exponential backoff with full jitter in milliseconds, on top of what the server asks for: requests that were told the
 * same must not return at the same moment. `attempt` counts from 1.
 */
export function backoffMs(attempt: number, retryAfter: number | undefined, random: () => number): number {
  return Math.min(retryAfter ?? 0, longestWaitMs) + random() * Math.min(8000, 250 * 2 ** (attempt - 1));
}
