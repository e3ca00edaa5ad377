import { setMaxListeners } from 'node:events';
import { checkCredentials, learnSettings } from '../credentials/check';
import { type Deadline, deadlineAfter } from '../credentials/deadline';
import { diagnoses } from '../credentials/diagnoses';
import type { SendOutcome } from '../http/client';
import { type Network, nodeNetwork } from '../http/network';
import type { Target } from '../http/types';
import { retryAfterMs } from '../judge/retry';
import { backoffMs } from '../lib/backoff';
import { defined } from '../lib/defined';
import { messageOf, UserError } from '../lib/user-error';
import { wait } from '../lib/wait';
import { whenAborted } from '../lib/when-aborted';
import { Redactor } from '../report/redactor';
import { runDefaults } from '../run/defaults';
import { environmentAt } from '../run/environment/environment';
import { haveCredentials, malformedSetting, type Settings } from '../run/environment/settings';
import { nodeHost } from '../run/host';
import { fingerprintOf } from './fingerprint';
import type { Gate } from './gate';
import {
  isWorthRetrying,
  outcomeOfCheck,
  outcomeOfRun,
  outcomeWithout,
  type PartnerOutcome,
  reportIt,
  verdictOf,
} from './outcome';
import { targetOf } from './partner-target';
import { safeName } from './safe-name';
import { allowPaths, type SecretSource, settingsOfPartner } from './secrets';
import { runSuite } from './suite';
import type { FleetMode, Partner, PartnerResult } from './types';

/** What checking a partner needs, besides the partner. */
export interface PartnerTools extends SecretSource {
  readonly mode: FleetMode;
  readonly allowProduction: boolean;
  /** Per request. */
  readonly timeoutMs: number;
  /** For one attempt at a partner. A host that asks for a longer wait gets no further requests. */
  readonly maxDurationMs: number;
  /** Further attempts if there is no verdict. */
  readonly retries: number;
  readonly gate: Gate;
  readonly random: () => number;
  readonly now: () => number;
}

/** A partner's result, and its own report if there is one. */
export interface CheckedPartner {
  readonly result: PartnerResult;
  readonly report?: PartnerOutcome['report'];
}

/** The tools of one attempt. */
interface AttemptTools extends PartnerTools {
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** The host of the partner's target. */
  readonly host: string;
  /** Waits until one request may be sent and counts it. */
  readonly turn: () => Promise<void>;
}

/** The shortest pause after a 429. */
const shortestPauseMs = 1000;

function pauseAfter(outcome: SendOutcome, { now, random, maxDurationMs }: PartnerTools): number | undefined {
  if (outcome.kind !== 'response' || outcome.status !== 429) return undefined;
  const retryAfter = retryAfterMs({ outcome }, now());
  // Longer than a check may take: a verdict of this partner, not a pause of all others at its host.
  if (retryAfter !== undefined && retryAfter > maxDurationMs) return undefined;
  return Math.max(shortestPauseMs, backoffMs(1, retryAfter, random));
}

/** The host of a target asks for a longer pause than a check may take. */
class LongPause extends Error {
  constructor(readonly ms: number) {
    super('long pause');
  }
}

/** @throws LongPause if the host's pause is longer than a check may take */
async function refuseLongPause({ gate, maxDurationMs }: PartnerTools, host: string): Promise<void> {
  const ms = await gate.pauseOf(host);
  if (ms > maxDurationMs) throw new LongPause(ms);
}

/** Applies the rate limit to each request, and pauses the partners of a host after its 429. */
function limited(network: Network, tools: AttemptTools, { exempt }: Deadline): Network {
  return {
    ...network,
    send: async (request) => {
      await refuseLongPause(tools, tools.host);
      await exempt(tools.turn);
      tools.signal.throwIfAborted();
      const outcome = await network.send(request);
      const pauseMs = pauseAfter(outcome, tools);
      if (pauseMs !== undefined) await tools.gate.pause(pauseMs, tools.host);
      return outcome;
    },
  };
}

async function trySuite(target: Target, settings: Settings, tools: AttemptTools): Promise<PartnerOutcome> {
  const malformed = malformedSetting(settings);
  if (malformed) return outcomeWithout(2, 'setting-malformed', malformed.what, 'correct it in partners.yaml');
  if (!haveCredentials(settings))
    return outcomeWithout(2, 'credentials-missing', 'It has no credentials', 'add a key pair or a managementToken');
  const { timeoutMs, now, env, folder, redactor, signal, turn } = tools;
  const environment = environmentAt(target, settings, { env, cwd: folder }, 'partners.yaml');
  const report = await runSuite({ environment, redactor, timeoutMs, retries: runDefaults.retries, now, signal, turn });
  return outcomeOfRun(report);
}

async function tryCheck(target: Target, settings: Settings, tools: AttemptTools): Promise<PartnerOutcome> {
  const { env, folder, timeoutMs, maxDurationMs, now, random, redactor } = tools;
  const { route, targetFrom } = environmentAt(target, settings, { env, cwd: folder }, 'partners.yaml');
  const deadline = deadlineAfter(maxDurationMs, tools.signal);
  const { signal, isLate } = deadline;
  const network = nodeNetwork(target.baseUrl, route, { timeoutMs, signal }, now);
  try {
    const report = await checkCredentials({
      ...{ target, targetFrom, settings, signal, isLate, maxDurationMs },
      network: limited(network, { ...tools, signal }, deadline),
      host: { ...nodeHost(random), now },
      secrets: redactor,
      onStep: () => undefined,
      interruptedBy: () => undefined,
    });
    return outcomeOfCheck(report);
  } finally {
    deadline.release();
    await network.close();
  }
}

const attempts: Readonly<Record<FleetMode, typeof tryCheck>> = { credentials: tryCheck, suite: trySuite };

/** Makes one attempt. Every error becomes an outcome; nothing is thrown. */
async function tryPartner(
  partner: Partner,
  tools: PartnerTools,
  signal: AbortSignal,
  count: () => void,
): Promise<PartnerOutcome> {
  const redactor = new Redactor();
  try {
    const target = targetOf(partner.target, tools.allowProduction);
    const { host } = new URL(target.baseUrl);
    const turn = async (): Promise<void> => {
      await tools.gate.take(signal, host);
      if (!signal.aborted) count();
    };
    await refuseLongPause(tools, host);
    allowPaths(partner, tools, redactor);
    const settings = settingsOfPartner(partner, tools);
    learnSettings(settings, redactor);
    return await attempts[tools.mode](target, settings, { ...tools, redactor, signal, host, turn });
  } catch (error) {
    if (error instanceof LongPause) {
      const { title, remedy } = diagnoses['retry-after-too-long'];
      return outcomeWithout(3, 'retry-after-too-long', `${title}: ${Math.ceil(error.ms / 1000)} s`, remedy);
    }
    const message = redactor.redact(messageOf(error));
    return error instanceof UserError
      ? outcomeWithout(2, 'setting-unusable', message, error.remedy ?? 'correct it in partners.yaml')
      : outcomeWithout(3, 'internal-error', `Internal error: ${message}`, reportIt);
  }
}

/** The result of a partner whose last attempt had this outcome. */
export function resultOf(
  partner: Partner,
  mode: FleetMode,
  { exitCode, cause, report, warnings, publicKey, identity }: PartnerOutcome,
  spent: Pick<PartnerResult, 'startedAt' | 'durationMs' | 'requests' | 'attempts'>,
): PartnerResult {
  return {
    name: partner.name,
    fingerprint: fingerprintOf(partner, mode),
    verdict: verdictOf(exitCode, mode),
    exitCode,
    ...(cause && { cause }),
    ...defined({ warnings, publicKey, identity }),
    ...spent,
    ...(report && { report: `partners/${safeName(partner.name)}.json` }),
  };
}

/** Checks a partner, and retries if there is no verdict. Returns `undefined` if the signal was aborted before the end. */
export async function checkPartner(
  partner: Partner,
  tools: PartnerTools,
  signal: AbortSignal,
): Promise<CheckedPartner | undefined> {
  if (signal.aborted) return undefined;
  const startedAt = new Date(tools.now()).toISOString();
  const started = performance.now();
  // Requests listen to a signal of their own, so that their listeners are released with the partner.
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stopListening = whenAborted(signal, () => own.abort(signal.reason));
  let requests = 0;
  const count = (): void => {
    requests += 1;
  };
  try {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryPartner(partner, tools, own.signal, count);
      if (signal.aborted) return undefined;
      if (isWorthRetrying(outcome) && attempt <= tools.retries) {
        await wait(backoffMs(attempt, undefined, tools.random), own.signal);
        continue;
      }
      const spent = { startedAt, durationMs: Math.round(performance.now() - started), requests, attempts: attempt };
      const result = resultOf(partner, tools.mode, outcome, spent);
      return { result, ...(outcome.report && { report: outcome.report }) };
    }
  } finally {
    stopListening();
  }
}
