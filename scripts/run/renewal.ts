import { decodeJws } from '../lib/jws';
import { once } from '../lib/once';

/** The part of its remaining lifetime after which a token is replaced. */
const usedPart = 0.8;
/** Requests with tokens that must be replaced sooner than this are not queued. */
const shortLivedMs = 60_000;
/** The shortest time between two renewals, in case a target issues tokens that are about to expire. */
const shortestMs = 1000;

/**
 * When to replace a token, in milliseconds of the local clock; `undefined` if it does not say when it expires.
 *
 * @param receivedAt when it was issued, in milliseconds since the Unix epoch by the local clock
 * @param clockOffsetMs how far the target's clock is ahead
 */
export function dueAt(token: string, receivedAt: number, clockOffsetMs: number): number | undefined {
  const reading = decodeJws(token);
  const exp = reading.ok ? reading.jws.payload.exp : undefined;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  const leftMs = exp * 1000 - (receivedAt + clockOffsetMs);
  return leftMs <= 0 ? undefined : receivedAt + Math.max(shortestMs, usedPart * leftMs);
}

/** Knows which tokens are about to expire (C7), and renews each once for all who wait for it. */
export class Renewal {
  /** When the tokens of cases are due: computed when a token is first used, as most never are. */
  readonly #due = new Map<string, () => number | undefined>();
  readonly #shortLived = new Map<string, () => boolean>();
  readonly #underway = new Map<string, Promise<void>>();

  /** @param renew sends a case again and keeps the token it is issued; keeps the old one if that fails */
  constructor(readonly renew: (caseId: string) => Promise<void>) {}

  /** A case was issued a token. */
  keep(caseId: string, token: string, receivedAt: number, clockOffsetMs: number): void {
    const due = once(() => dueAt(token, receivedAt, clockOffsetMs));
    this.#due.set(caseId, due);
    this.#shortLived.set(caseId, () => (due() ?? Number.POSITIVE_INFINITY) - receivedAt < shortLivedMs);
  }

  /** Whether a token of these cases might expire while a request waits in a queue. */
  isShortLived(caseIds: readonly string[]): boolean {
    return caseIds.some((id) => this.#shortLived.get(id)?.() === true);
  }

  /** Whether a request with tokens of these cases has to wait for a renewal. */
  isDue(caseIds: readonly string[], now: number): boolean {
    return caseIds.some((id) => this.#underway.has(id) || now >= (this.#due.get(id)?.() ?? Number.POSITIVE_INFINITY));
  }

  /** Resolves when the tokens of these cases were renewed, or could not be. A renewal that failed is not repeated. */
  async freshen(caseIds: readonly string[], now: number): Promise<void> {
    for (const caseId of caseIds) {
      if (now >= (this.#due.get(caseId)?.() ?? Number.POSITIVE_INFINITY)) {
        this.#due.delete(caseId);
        this.#underway.set(
          caseId,
          this.renew(caseId).finally(() => this.#underway.delete(caseId)),
        );
      }
      await this.#underway.get(caseId);
    }
  }
}
