import { logLine } from '../lib/ci-commands';
import type { Finding, Level, RecordedFinding } from '../report/types';
import { groupKey } from '../report/view/finding-groups';
import { signs } from '../report/view/marks';

const longestLine = 500;
const clearLine = '\r\u001b[2K';

/** Whether a count is worth a line: 10, 100, 1000. */
const isRound = (count: number): boolean => count >= 10 && /^10+$/.test(String(count));

/** Tells causes as they come: a line for the first time, and another when it came 10, 100 or 1000 times. */
export class LiveLines {
  readonly #counts = new Map<string, number>();
  readonly #texts = new Map<string, string>();

  /**
   * @param write gets whole lines
   * @param onTerminal another line is being rewritten there
   */
  constructor(
    readonly write: (text: string) => unknown,
    readonly onTerminal: boolean,
    readonly fails: (level: Level) => boolean,
  ) {}

  say(text: string): void {
    this.write(`${this.onTerminal ? clearLine : ''}${logLine(text, longestLine)}\n`);
  }

  /**
   * Tells the findings of one exchange.
   *
   * @param fresh those of them that no exchange of its kind had before
   * @param where the request and the status
   */
  findings(all: readonly Finding[], fresh: readonly RecordedFinding[], where: () => string): void {
    for (const finding of fresh) {
      const { level, rule, message, evidence } = finding;
      if (level === 'observation' || this.#texts.has(groupKey(finding))) continue;
      const sign = this.fails(level) ? signs.failed : signs.noted;
      const text = `${sign} ${level}: ${rule}: ${message} (${evidence})`;
      this.#texts.set(groupKey(finding), text);
      this.say(`${text}  ${where()}`);
    }
    for (const finding of all) this.#count(groupKey(finding));
  }

  /** Tells something else that may happen often. */
  event(text: string): void {
    if (!this.#texts.has(text)) this.say(text);
    this.#texts.set(text, text);
    this.#count(text);
  }

  #count(key: string): void {
    const count = (this.#counts.get(key) ?? 0) + 1;
    const text = this.#texts.get(key);
    if (text === undefined) return;
    this.#counts.set(key, count);
    if (isRound(count)) this.say(`${text}  ${count} times`);
  }
}
