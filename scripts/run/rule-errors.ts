import type { Judgement } from '../judge/types';

/** Collects the rules that failed during a run: mistakes of this tool and not of the target. */
export class RuleErrors {
  readonly #errors = new Map<string, { readonly message: string; readonly caseId: string; cases: number }>();

  add(caseId: string, { internalErrors = [] }: Judgement): void {
    for (const { rule, message } of internalErrors) {
      const known = this.#errors.get(rule);
      if (known) known.cases += 1;
      else this.#errors.set(rule, { message, caseId, cases: 1 });
    }
  }

  /** One line for all of them, or `undefined`. */
  get text(): string | undefined {
    const lines = [...this.#errors].map(
      ([rule, { message, caseId, cases }]) =>
        `internal error in rule ${rule}: ${message} (${caseId}${cases > 1 ? ` and ${cases - 1} more` : ''})`,
    );
    return lines.length > 0 ? lines.join('; ') : undefined;
  }
}
