import { createContext, Script } from 'node:vm';
import type { Exchange } from '../contract/exchange';
import { type JudgeOptions, judge } from '../judge/judge';
import { rules as allRules } from '../judge/rules';
import type { Rule } from '../judge/rules/types';
import type { CheckedCase, Judgement } from '../judge/types';

/** What a judgement rests on, but for the rules. */
export type Grounds = Omit<JudgeOptions, 'rules' | 'onRule'>;

/** One exchange that waits for its judgement. */
interface Waiting {
  readonly judge: () => Judgement;
  readonly resolve: (judgement: Judgement) => void;
  readonly reject: (error: unknown) => void;
}

/** A judgement takes a twentieth of a millisecond, and of a hostile mebibyte some tenths of a second. */
const defaultLimitMs = 2000;

/** How long a judgement may wait for others, so that the clock is armed for all of them at once. */
const patienceMs = 10;

/** What a limit leaves to the judgement that is being made when it ends. */
const shareOfOthers = 0.1;

/** Stands for a rule that did not end: whatever it would be asked of is not judged in full. */
function standIn({ id, title, evidence, appliesTo }: Rule, limitMs: number, known: boolean): Rule {
  const check = (): never => {
    throw new Error(`it did not end within ${limitMs} ms and is not asked again`);
  };
  return { id, title, evidence, check, appliesTo: known ? () => true : appliesTo };
}

/**
 * Judges so that no rule can end a run or hold it up. One that loops is interrupted, reported, and not asked again.
 * To arm the clock costs as much as a judgement, so what has come in one turn of the event loop is judged under one.
 */
export class Watchdog {
  readonly #queue: Waiting[] = [];
  readonly #errors = new Map<string, { readonly message: string; readonly caseId: string; cases: number }>();
  readonly #suspended = new Set<string>();
  readonly #drain = new Script('drain()');
  readonly #context = createContext({ drain: () => this.#judgeWaiting() });
  #rules: readonly Rule[];
  /** When those are judged for which nobody waits. */
  #due: NodeJS.Timeout | undefined;
  /** The rule that is being asked. */
  #asked: string | undefined;

  /** @param limitMs without limit nothing is armed: quicker, and for rules that are known to end */
  constructor(
    rules: readonly Rule[] = allRules,
    readonly limitMs = defaultLimitMs,
  ) {
    this.#rules = rules;
  }

  /** What kept rules from their judgement so far, in one line; `undefined` where nothing did. */
  get error(): string | undefined {
    const lines = [...this.#errors].map(
      ([rule, { message, caseId, cases }]) =>
        `internal error in rule ${rule}: ${message} (${caseId}${cases > 1 ? ` and ${cases - 1} more` : ''})`,
    );
    return lines.length > 0 ? lines.join('; ') : undefined;
  }

  /**
   * Judges an exchange as `judge` does, soon.
   *
   * @param patiently nobody waits for it: it is judged with others that come within some milliseconds
   */
  judge(exchange: Exchange, checkedCase: CheckedCase, grounds: Grounds, patiently = false): Promise<Judgement> {
    return new Promise((resolve, reject) => {
      const onRule = (id: string): void => {
        this.#asked = id;
      };
      const options = (): JudgeOptions => ({ ...grounds, rules: this.#rules, onRule });
      const make = (): Judgement => this.#noted(checkedCase.id, judge(exchange, checkedCase, options()));
      if (this.limitMs === Number.POSITIVE_INFINITY) return resolve(make());
      this.#queue.push({ judge: make, resolve, reject });
      if (patiently) this.#due ??= setTimeout(() => this.#run(), patienceMs);
      else if (this.#queue.length === 1 || this.#due) this.#runSoon();
    });
  }

  #noted(caseId: string, judgement: Judgement): Judgement {
    for (const { rule, message } of judgement.internalErrors ?? []) {
      const known = this.#errors.get(rule);
      if (known) known.cases += 1;
      else this.#errors.set(rule, { message, caseId, cases: 1 });
    }
    return judgement;
  }

  #runSoon(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
    setImmediate(() => this.#run());
  }

  #run(): void {
    this.#due = undefined;
    try {
      this.#drain.runInContext(this.#context, { timeout: this.limitMs });
    } catch (error) {
      this.#interrupted(error);
    }
    if (this.#queue.length > 0) setImmediate(() => this.#run());
  }

  #judgeWaiting(): void {
    const end = performance.now() + this.limitMs * shareOfOthers;
    do {
      const [first] = this.#queue;
      if (!first) return;
      this.#asked = undefined;
      const judgement = first.judge();
      this.#queue.shift();
      first.resolve(judgement);
    } while (performance.now() < end);
  }

  /** The judgement that was being made is made again, without the rule that did not end. */
  #interrupted(error: unknown): void {
    const looped = this.#rules.find(({ id }) => id === this.#asked);
    if (!looped || (error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      this.#queue.shift()?.reject(error);
      return;
    }
    // Whether it applies may be the very question that it does not answer.
    const known = this.#suspended.has(looped.id);
    this.#suspended.add(looped.id);
    this.#rules = this.#rules.map((rule) => (rule === looped ? standIn(rule, this.limitMs, known) : rule));
  }
}
