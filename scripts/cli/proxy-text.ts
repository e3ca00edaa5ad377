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
  readonly #told = new Map<string, { readonly text: string; count: number }>();

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
      if (level === 'observation') continue;
      const sign = this.fails(level) ? signs.failed : signs.noted;
      this.#tell(groupKey(finding), `${sign} ${level}: ${rule}: ${message} (${evidence})`, () => `  ${where()}`);
    }
    for (const finding of all) this.#count(groupKey(finding));
  }

  /**
   * Tells something else that may happen often.
   *
   * @param where shown the first time
   */
  event(text: string, where?: () => string): void {
    this.#tell(text, text, () => (where ? `  ${where()}` : ''));
    this.#count(text);
  }

  #tell(key: string, text: string, more: () => string): void {
    if (this.#told.has(key)) return;
    this.#told.set(key, { text, count: 0 });
    this.say(text + more());
  }

  #count(key: string): void {
    const told = this.#told.get(key);
    if (!told) return;
    told.count += 1;
    if (isRound(told.count)) this.say(`${told.text}  ${told.count} times`);
  }
}
