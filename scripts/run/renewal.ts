import { decodeJws } from '../lib/jws';
import { once } from '../lib/once';

/** What part of its remaining life a token is used for before a new one is fetched. */
const usedPart = 0.8;
/** A target that hands out tokens at their very end is not asked more often than this. */
const shortestMs = 1000;

/**
 * When a token is to be replaced, in milliseconds of the local clock; `undefined` where it does not say when it ends.
 *
 * @param receivedAt when it was issued, in milliseconds since the Unix epoch by the local clock
 * @param clockOffsetMs how far the clock of the target is ahead
 */
export function dueAt(token: string, receivedAt: number, clockOffsetMs: number): number | undefined {
  const reading = decodeJws(token);
  const exp = reading.ok ? reading.jws.payload.exp : undefined;
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return undefined;
  const leftMs = exp * 1000 - (receivedAt + clockOffsetMs);
  return leftMs <= 0 ? undefined : receivedAt + Math.max(shortestMs, usedPart * leftMs);
}

/** Knows which tokens come to their end (C7), and has each issued anew once, for all who wait for it. */
export class Renewal {
  /** When the tokens of cases are due: worked out when one is first used, as most never are. */
  readonly #due = new Map<string, () => number | undefined>();
  readonly #underway = new Map<string, Promise<void>>();

  /** @param renew sends a case again and keeps the token that it is issued; gives up silently */
  constructor(readonly renew: (caseId: string) => Promise<void>) {}

  /** A case was issued a token. */
  keep(caseId: string, token: string, receivedAt: number, clockOffsetMs: number): void {
    this.#due.set(
      caseId,
      once(() => dueAt(token, receivedAt, clockOffsetMs)),
    );
  }

  /** Whether somebody has to wait for a token of these cases. */
  isDue(caseIds: readonly string[], now: number): boolean {
    return caseIds.some((id) => this.#underway.has(id) || now >= (this.#due.get(id)?.() ?? Number.POSITIVE_INFINITY));
  }

  /** Resolves when the tokens of these cases can be used, or could not be had. One that cannot is not asked for again. */
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
