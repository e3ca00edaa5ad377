import type { CallId } from '../../contract/model';
import { availableFactors, compose } from '../../contract/model/factors/compose';
import type { Factor } from '../../contract/model/factors/draft';
import { plural } from '../../lib/plural';
import { hash32, seededRandom } from '../../lib/seeded-random';
import { recordExchange, recordFinding } from '../../report/record';
import type { Finding } from '../../report/types';
import { nodeHost } from '../host';
import type { Session } from '../session';
import { type Cause, findCauses } from './cause-search';
import { type Failure, failuresOf, knownKey, levelCount } from './causes';
import { combinations } from './combinations';
import { Coverage } from './coverage';
import { atOnce, histories } from './histories';
import type { Explore } from './options';
import { type Depth, type Factors, type PlanInput, pairs, shuffled, singles, thinned, triples } from './plan';
import { exploreId, type Part, type Program, partOf, parts, programId, programTitle, step } from './program';
import { exploreCommand } from './repeat';
import { canSend, issuedToken, Sender, type Sent } from './send';
import { UnansweredKinds } from './unanswered-kinds';

const calls: readonly CallId[] = ['payout-token', 'payout-options', 'management-token'];

/** The shares of the default run: about 1,700 requests. */
const defaultDepths: Readonly<Record<CallId, Depth>> = {
  'payout-token': { neutral: 120, fixed: 2, everyReference: false },
  'payout-options': { neutral: 20, fixed: 1, everyReference: false },
  'management-token': { neutral: 20, fixed: 1, everyReference: false },
};
const everything: Depth = {
  neutral: Number.POSITIVE_INFINITY,
  fixed: Number.POSITIVE_INFINITY,
  everyReference: true,
};

/** The default run explores no longer than this. */
const mostMs = 60_000;

/** Bodies longer than this are sent alone: combining them would take most of the time. */
const largeBody = 100_000;

/** Sends what the model can compose, looks for responses that break the contract, and names the fewest conditions. */
export class Exploration {
  readonly #sender: Sender;
  readonly #failures: Failure[] = [];
  readonly #sentBy: Record<Part, number> = { pairs: 0, histories: 0, 'at-once': 0 };
  readonly #solo = new Set<string>();
  readonly #unanswered = new UnansweredKinds();
  readonly #startedAt = performance.now();
  #programs = 0;
  /** Programs that were not sent: the target leaves their likes unanswered, or the time was over. */
  #skipped = 0;

  constructor(
    readonly session: Session,
    readonly explore: Explore,
  ) {
    this.#sender = new Sender(session);
  }

  async run(): Promise<void> {
    try {
      const obstacle = await this.#obstacle();
      if (obstacle === undefined) await this.#explore();
      else this.#notExplored(obstacle);
    } finally {
      await this.#sender.close();
    }
  }

  /** Why there is nothing to explore. */
  async #obstacle(): Promise<string | undefined> {
    if (this.session.credentials.managementToken === undefined) return 'there is no management token';
    const [sent] = (await this.#sender.send({ steps: [step()], round: 0 })) ?? [];
    this.#sender.payoutToken = sent && issuedToken(sent);
    return this.#sender.payoutToken === undefined ? 'the documented request is not answered with a token' : undefined;
  }

  #notExplored(reason: string): void {
    const { emit, options } = this.session.parts;
    for (const part of this.#partsIn()) {
      emit({ type: 'case-started', id: exploreId(part) });
      const inconclusive = { verdict: 'inconclusive', reason: `not explored: ${reason}` } as const;
      emit({ type: 'case-finished', id: exploreId(part), ...inconclusive, durationMs: 0, findings: [] });
    }
    const nothing = { covered: 0, of: 0 };
    const explored = { seed: options.sending.seed, strength: 'pairs' as const, programs: 0, requests: 0 };
    emit({ type: 'explored', explored: { ...explored, levels: nothing, pairs: nothing, notExplored: reason } });
  }

  #partsIn(): readonly Part[] {
    return this.explore.kind === 'named' ? [] : parts;
  }

  #factors(): Factors {
    const { parts: own, credentials } = this.session;
    const seed = own.options.sending.seed;
    const sources = {
      baseUrl: own.environment.target.baseUrl,
      credentials,
      payoutToken: this.#sender.payoutToken,
      usedAuthorization: this.session.memory.get('hmac.documented')?.authorization,
      host: nodeHost(seededRandom(seed)),
      seed: seed ^ hash32('round 0'),
    };
    const factors: Partial<Record<CallId, readonly Factor[]>> = {};
    for (const call of calls) {
      if (!compose(call, {}, sources)) continue;
      factors[call] = availableFactors(call, sources, (composed, { factor, level }) => {
        if ((composed.request.body?.length ?? 0) > largeBody) this.#solo.add(`${call}:${factor.id}=${level.id}`);
        return canSend(composed);
      });
    }
    return factors;
  }

  async #explore(): Promise<void> {
    const { session, explore } = this;
    const { emit, options, signal } = session.parts;
    const factors = this.#factors();
    const coverage = new Coverage(factors);
    for (const part of this.#partsIn()) emit({ type: 'case-started', id: exploreId(part) });
    const send = async (programs: readonly Program[], workers: number): Promise<void> => {
      await this.#sendAll(programs, workers, coverage);
    };
    const { seed, concurrency } = options.sending;
    const input: PlanInput = {
      factors,
      seed,
      solo: ({ call, factor, level }) => this.#solo.has(`${call}:${factor}=${level}`),
      combinations: combinations(),
    };
    if (explore.kind === 'named') await send(explore.programs, 1);
    else if (explore.kind === 'some') {
      const share = (programs: readonly Program[], of: number) =>
        shuffled(programs, seed).slice(0, Math.ceil(explore.programs * of));
      const [before, together] = [share(histories, 0.2), share(atOnce, 0.1)];
      const all = pairs(input, () => everything).map((each) => thinned(each, factors, 2));
      // There are few histories; pairs make up the number.
      const most = explore.programs - before.length - together.length;
      await send(shuffled(all, seed).slice(0, Math.max(0, most)), concurrency);
      await send(before, 1);
      await send(together, 1);
    } else {
      await send(singles(input), concurrency);
      await send(
        pairs(input, explore.kind === 'default' ? (call) => defaultDepths[call] : () => everything),
        concurrency,
      );
      await send(histories, 1);
      await send(atOnce, 1);
      if (explore.kind === 'triples') await send(triples(input), concurrency);
    }
    if (signal.aborted) return;
    const found = await findCauses(this.#failures, session, this.#sender, () => this.#isOver('reducing'));
    const { causes } = found;
    const shown = causes.filter((cause) => !this.#isKnown(cause));
    for (const cause of shown) this.#report(cause);
    this.#finish(shown, performance.now() - this.#startedAt);
    const strength = explore.kind === 'triples' ? ('triples' as const) : ('pairs' as const);
    const { requests } = this.#sender;
    const partly = [
      ...(this.#skipped > 0
        ? [
            `${plural(this.#skipped, 'combination')}: the target leaves too many requests unanswered, or the time was over`,
          ]
        : []),
      ...(found.limit === undefined ? [] : [found.limit]),
    ].join('; ');
    const explored = { seed, strength, programs: this.#programs, requests, ...coverage.result };
    emit({ type: 'explored', explored: { ...explored, ...(partly !== '' && { notExplored: partly }) } });
  }

  async #sendAll(programs: readonly Program[], workers: number, coverage: Coverage): Promise<void> {
    const { signal } = this.session.parts;
    const left = programs.values();
    const worker = async (): Promise<void> => {
      for (const program of left) {
        if (signal.aborted) return;
        if (this.#isOver('sending') || this.#unanswered.has(program)) {
          this.#skipped += 1;
          continue;
        }
        const sent = await this.#sender.send(program);
        if (!sent) continue;
        if (sent.some(({ exchange, findings }) => exchange.outcome.kind === 'failure' && findings.length > 0))
          this.#unanswered.add(program);
        this.#programs += 1;
        this.#sentBy[partOf(program)] += sent.length;
        coverage.add(program);
        this.#failures.push(...failuresOf(program, sent));
        this.#learn(program, sent);
      }
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }

  #isOver(phase: 'sending' | 'reducing'): boolean {
    const isLate = this.explore.kind === 'default' && performance.now() - this.#startedAt > mostMs;
    return isLate || this.#sender.isTired(phase);
  }

  /** A level that the target refuses by itself would hide what stands beside it. */
  #learn(program: Program, [only]: readonly Sent[]): void {
    const [{ call, choice, count }, second] = program.steps;
    const [level, another] = Object.entries(choice);
    if (second || count > 1 || !level || another || !only) return;
    const { outcome } = only.exchange;
    if (outcome.kind !== 'response' || outcome.status >= 300) this.#solo.add(`${call}:${level.join('=')}`);
  }

  /** Whether the cases of the contract show it too. */
  #isKnown({ program, findings }: Cause): boolean {
    if (this.explore.kind === 'named') return false;
    if (program.steps.length > 1 || program.steps[0].count > 1 || levelCount(program) > 1) return false;
    const known = new Set(this.session.found.map(knownKey));
    return findings.every((finding) => known.has(knownKey(finding)));
  }

  #report({ program, sent, findings, others, rate }: Cause): void {
    const { emit, environment, options, redactor } = this.session.parts;
    const id = programId(program);
    const often = rate === undefined ? '' : `${rate}: `;
    const more = others === 0 ? '' : `, and beside ${plural(others, 'other condition')}`;
    const title = `${programTitle(program)}${more}: ${often}${findings[0]!.message}`;
    const evidence = [...new Set(findings.map((finding) => finding.evidence))] as [Finding['evidence'], ...never[]];
    emit({
      type: 'case-planned',
      case: {
        ...{ id, title: redactor.redact(title), theme: 'Exploring', tags: ['explore'], evidence },
        reproduce: exploreCommand(id, environment.target, options.sending.seed),
      },
    });
    emit({ type: 'case-started', id });
    for (const { exchange, startedMs } of sent)
      emit({ type: 'exchange', id, exchange: recordExchange(exchange, redactor, startedMs) });
    const body = sent.at(-1)?.exchange.request.body;
    emit({
      type: 'case-finished',
      id,
      verdict: 'failed',
      durationMs: 0,
      findings: findings.map((finding) =>
        recordFinding({ ...finding, ...(body !== undefined && { sample: body }) }, redactor),
      ),
    });
  }

  #finish(causes: readonly Cause[], durationMs: number): void {
    const { emit, redactor } = this.session.parts;
    for (const part of this.#partsIn()) {
      const findings = causes.filter((cause) => cause.part === part).flatMap((cause) => cause.findings);
      emit({
        type: 'case-finished',
        id: exploreId(part),
        verdict: findings.length > 0 ? 'failed' : 'passed',
        durationMs: part === 'pairs' ? Math.round(durationMs) : 0,
        findings: findings.map((finding) => recordFinding(finding, redactor)),
      });
    }
  }
}
