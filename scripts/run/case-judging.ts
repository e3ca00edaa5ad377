import type { Credentials } from '../contract/derive';
import type { AnsweredExchange, Exchange } from '../contract/exchange';
import { type JudgeOptions, judge } from '../judge/judge';
import { rules as allRules } from '../judge/rules';
import { errorFormOf, joinedForm } from '../judge/rules/error-fields';
import { Reading } from '../judge/rules/reading';
import type { ErrorForm, Rule } from '../judge/rules/types';
import type { CheckedCase, Judgement } from '../judge/types';
import { unansweredJudgement } from '../judge/unanswered';
import { inForce, quarantineFindings, utcDay } from '../report/quarantine';
import type { Finding, QuarantineEntry } from '../report/types';
import type { RunOptions } from './options';
import { RuleErrors } from './rule-errors';

/** Judges the exchanges of a run, with what all of them share: options, secrets, quarantine and the form of the 400s. */
export class CaseJudging {
  readonly ruleErrors = new RuleErrors();
  readonly #quarantine: readonly QuarantineEntry[] | undefined;
  /** The form of the 400s seen so far (E4). */
  #errorForm: ErrorForm | undefined;
  #secrets: readonly string[] = [];

  constructor(
    readonly options: RunOptions,
    /** Those in use now: a run gets new tokens. */
    readonly credentials: () => Credentials,
  ) {
    const { quarantine } = options.judging;
    this.#quarantine = quarantine && inForce(quarantine, utcDay(options.now));
  }

  /** Learns the form of the target's 400s from a response. */
  note(exchange: AnsweredExchange): void {
    this.#errorForm = joinedForm(this.#errorForm, errorFormOf(new Reading(exchange)));
  }

  /**
   * Judges the last exchange of a case.
   *
   * @param targetIsUp the target answered the control of the case, while it failed the case
   */
  judgeSettled(checkedCase: CheckedCase, exchange: Exchange, targetIsUp: true | undefined): Judgement {
    if (!targetIsUp) return this.judge(checkedCase, exchange);
    return exchange.outcome.kind === 'failure'
      ? unansweredJudgement(checkedCase, this.#optionsFor(checkedCase))
      : this.judge(checkedCase, exchange, { targetIsUp });
  }

  #optionsFor({ id }: CheckedCase): Pick<JudgeOptions, 'strict' | 'waive'> {
    const quarantine = this.#quarantine;
    return {
      strict: this.options.judging.strict,
      ...(quarantine && { waive: (findings: readonly Finding[]) => quarantineFindings(findings, id, quarantine) }),
    };
  }

  /** The same list for as long as the run has the same secrets. */
  #secretsInUse(): readonly string[] {
    const { privateKey, managementToken } = this.credentials();
    const inUse = [privateKey, managementToken].filter((secret) => secret !== undefined);
    if (inUse.join('\n') !== this.#secrets.join('\n')) this.#secrets = inUse;
    return this.#secrets;
  }

  /**
   * Judges an exchange by what the run knows so far.
   *
   * @param more.targetIsUp the target answers other requests at this moment
   * @param more.errorForm the form of its 400s, where it is not the one that was seen
   * @param more.rules some of the rules
   */
  judge(
    checkedCase: CheckedCase,
    exchange: Exchange,
    more: Pick<JudgeOptions, 'targetIsUp' | 'errorForm' | 'rules'> = {},
  ): Judgement {
    const { rules } = this.options.judging;
    const judgement = judge(exchange, checkedCase, {
      now: exchange.outcome.kind === 'response' ? exchange.outcome.receivedAt : Date.now(),
      secrets: this.#secretsInUse(),
      errorForm: this.#errorForm,
      ...this.#optionsFor(checkedCase),
      ...(rules && { rules }),
      ...more,
    });
    this.ruleErrors.add(checkedCase.id, judgement);
    return judgement;
  }

  /** Whether the judgement of an exchange depends on the form that this run's 400s turn out to have (E4). */
  awaitsErrorForm(checkedCase: CheckedCase, exchange: Exchange): boolean {
    const { outcome } = exchange;
    if (outcome.kind === 'failure' || outcome.status < 401 || outcome.status >= 500) return false;
    const asked: readonly Rule[] = this.options.judging.rules ?? allRules;
    const rules = asked.filter(({ needsErrorForm }) => needsErrorForm);
    const [older, newer] = (['E2', 'E3'] as const).map((errorForm) =>
      this.judge(checkedCase, exchange, { errorForm, rules }),
    );
    return older!.findings.length !== newer!.findings.length;
  }
}
