import type { Exchange } from '../../contract/exchange';
import { clockOffsetMs } from '../clock';
import type { Finding } from '../finding';
import type { ClientJudge, TrafficContext } from '../traffic/types';
import { ClientHistory } from './history';
import { ClientReading } from './reading';
import type { ClientRule } from './rule';
import { clientRules } from './rules';
import type { ClientExchange, ClientMismatch, Knowledge } from './types';

/** A mistake of a client has a level of its own, whatever the strength of its row: it says nothing about the server. */
function findingOf(rule: string, { observation, ...mismatch }: ClientMismatch): Finding {
  return { rule, level: observation ? 'observation' : 'client', ...mismatch };
}

/** Judges the requests of clients one after the other; its memory is bounded. */
export class ClientChecker {
  readonly #history: ClientHistory;

  constructor(readonly knowledge: Knowledge) {
    this.#history = new ClientHistory(knowledge.digests);
  }

  /** What the client did wrong in an exchange; called when it is over. */
  check(exchange: ClientExchange): Finding[] {
    const reading = new ClientReading(exchange, this.knowledge);
    const client = this.#history.clientOf(reading);
    if (reading.atTarget) this.#history.arrive(client, exchange);
    const context = { reading, history: this.#history, knowledge: this.knowledge };
    const findings = clientRules.flatMap((rule) => rule.check(context).map((mismatch) => findingOf(rule.id, mismatch)));
    this.#history.remember(reading, client);
    return findings;
  }

  /** What is certain only now that all exchanges have been checked. */
  settle(): Finding[] {
    const rules: readonly ClientRule[] = clientRules;
    return rules.flatMap(({ id, settle }) => settle?.(this.#history).map((mismatch) => findingOf(id, mismatch)) ?? []);
  }
}

/** Failures before a request was written. */
const beforeSending: readonly string[] = ['dns', 'refused', 'tls'];

function clientExchange(
  exchange: Exchange,
  { at, notRecorded, requestBytes }: TrafficContext,
  ownClock: boolean,
): ClientExchange {
  const { request, outcome } = exchange;
  const answered = outcome.kind === 'response';
  return {
    request: { ...request, body: requestBytes ?? request.body },
    notRecorded,
    startedAt: at,
    endedAt: answered ? Math.max(at, outcome.receivedAt) : at,
    clockOffsetMs: ownClock ? 0 : clockOffsetMs(exchange),
    ...(answered && { response: outcome }),
    ...(!answered && beforeSending.includes(outcome.reason) && { neverSent: true as const }),
  };
}

/**
 * A judge of clients for the checker of traffic.
 *
 * @param ownClock the times of exchanges are the server's own, so that its Date header is not needed
 */
export function createClientJudge(knowledge: Knowledge, ownClock = false): ClientJudge {
  const checker = new ClientChecker(knowledge);
  return {
    judge: (exchange, context) => checker.check(clientExchange(exchange, context, ownClock)),
    settle: () => checker.settle(),
  };
}
