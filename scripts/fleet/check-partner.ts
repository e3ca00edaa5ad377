import { setMaxListeners } from 'node:events';
import type { Exchange } from '../contract/exchange';
import { checkCredentials, learnSettings } from '../credentials/check';
import type { SendOutcome } from '../http/client';
import { type Network, nodeNetwork } from '../http/network';
import type { Target } from '../http/types';
import { backoffMs, retryAfterMs } from '../judge/retry';
import { messageOf, UserError } from '../lib/user-error';
import { wait } from '../lib/wait';
import { Redactor } from '../report/redactor';
import { routeOf } from '../run/environment/route';
import { settingNames, settingTable } from '../run/environment/setting-table';
import type { Settings } from '../run/environment/settings';
import { nodeHost } from '../run/host';
import { chooseTarget } from '../run/target';
import { fingerprintOf } from './fingerprint';
import type { Gate } from './gate';
import {
  isWorthRetrying,
  type Outcome,
  outcomeOfCheck,
  outcomeOfRun,
  outcomeWithout,
  reportIt,
  verdictOf,
} from './outcome';
import { safeName } from './safe-name';
import { type SecretSource, settingsOfPartner } from './secrets';
import { runSuite } from './suite';
import type { FleetMode, Partner, PartnerResult } from './types';

/** What checking partners takes, besides the partner. */
export interface PartnerTools extends SecretSource {
  readonly mode: FleetMode;
  readonly allowProduction: boolean;
  /** For each request. */
  readonly timeoutMs: number;
  /** Further attempts where there was no verdict. */
  readonly retries: number;
  readonly gate: Gate;
  readonly random: () => number;
  readonly now: () => number;
}

/** A partner's row, and its own report where there is one. */
export interface CheckedPartner {
  readonly result: PartnerResult;
  readonly report?: Outcome['report'];
}

/** A target that asks for patience gets at least so much. */
const shortestPauseMs = 1000;

function pauseAfter(outcome: SendOutcome, { now, random }: PartnerTools): number | undefined {
  if (outcome.kind !== 'response' || outcome.status !== 429) return undefined;
  const exchange: Exchange = { caseId: '', attempt: 1, request: { method: '', url: '', headers: [] }, outcome };
  return Math.max(shortestPauseMs, backoffMs(1, retryAfterMs(exchange, now()), random));
}

/** Counts each request, lets it wait for its turn, and has all others wait where a target asks for it. */
function inTurn(network: Network, tools: PartnerTools, signal: AbortSignal, count: () => void): Network {
  return {
    ...network,
    send: async (request) => {
      await tools.gate.take(signal);
      signal.throwIfAborted();
      count();
      const outcome = await network.send(request);
      const pauseMs = pauseAfter(outcome, tools);
      if (pauseMs !== undefined) await tools.gate.pause(pauseMs);
      return outcome;
    },
  };
}

/** The target of a partner. The embedded sandbox is none: nobody would know its credentials. */
export function targetOf({ target }: Partner, allowProduction: boolean): Target {
  const chosen = chooseTarget(target, undefined, allowProduction);
  if (chosen === 'embedded')
    throw new UserError('the embedded sandbox is no target of a fleet', 'payout-contract sandbox, and give its URL');
  return chosen;
}

function malformed(settings: Settings): string | undefined {
  for (const name of settingNames) {
    const problem = settings[name] && settingTable[name].check(settings[name].value);
    if (problem) return `${name} (${settings[name]?.where}) ${problem}`;
  }
  return undefined;
}

async function trySuite(target: Target, settings: Settings, tools: PartnerTools, attempt: Attempt): Promise<Outcome> {
  const { redactor, signal, count } = attempt;
  const problem = malformed(settings);
  if (problem !== undefined) return outcomeWithout(2, 'setting-malformed', problem, 'mend it in partners.yaml');
  if (!settings.IMBURSE_MANAGEMENT_TOKEN && !(settings.IMBURSE_PUBLIC_KEY && settings.IMBURSE_PRIVATE_KEY))
    return outcomeWithout(2, 'credentials-missing', 'No credentials are named', 'name a key pair or a managementToken');
  const turn = async (): Promise<void> => {
    await tools.gate.take(signal);
    if (!signal.aborted) count();
  };
  const { timeoutMs, now, env, folder } = tools;
  const route = routeOf(target.baseUrl, settings, env, folder);
  const report = await runSuite({ target, route, settings, redactor, timeoutMs, retries: 2, now, signal, turn });
  return outcomeOfRun(report);
}

interface Attempt {
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly count: () => void;
}

async function tryCheck(target: Target, settings: Settings, tools: PartnerTools, attempt: Attempt): Promise<Outcome> {
  const { redactor, signal, count } = attempt;
  const { env, folder, timeoutMs, now, random } = tools;
  const route = routeOf(target.baseUrl, settings, env, folder);
  const { proxy } = route;
  if (proxy?.url.password) redactor.learn(decodeURIComponent(proxy.url.password), 'password of the proxy', true);
  const network = nodeNetwork(target.baseUrl, route, { timeoutMs, signal }, now);
  try {
    const report = await checkCredentials({
      ...{ target, targetFrom: 'partners.yaml', settings, signal },
      network: inTurn(network, tools, signal, count),
      host: { ...nodeHost(random), now },
      secrets: redactor,
      onStep: () => undefined,
      interruptedBy: () => undefined,
    });
    return outcomeOfCheck(report);
  } finally {
    await network.close();
  }
}

/** One attempt. Whatever goes wrong is the outcome; nothing is thrown. */
async function tryPartner(
  partner: Partner,
  tools: PartnerTools,
  signal: AbortSignal,
  count: () => void,
): Promise<Outcome> {
  const redactor = new Redactor();
  try {
    const target = targetOf(partner, tools.allowProduction);
    const settings = settingsOfPartner(partner, tools);
    learnSettings(settings, redactor);
    const tried = tools.mode === 'suite' ? trySuite : tryCheck;
    return await tried(target, settings, tools, { redactor, signal, count });
  } catch (error) {
    const says = redactor.redact(messageOf(error));
    return error instanceof UserError
      ? outcomeWithout(2, 'setting-unusable', says, error.remedy ?? 'mend it in partners.yaml')
      : outcomeWithout(3, 'internal-error', `An error of this tool: ${says}`, reportIt);
  }
}

/** The row of a partner for what an attempt came to. */
export function resultOf(
  partner: Partner,
  mode: FleetMode,
  { exitCode, cause, report }: Outcome,
  spent: Pick<PartnerResult, 'startedAt' | 'durationMs' | 'requests' | 'attempts'>,
): PartnerResult {
  return {
    name: partner.name,
    fingerprint: fingerprintOf(partner, mode),
    verdict: verdictOf(exitCode, mode),
    exitCode,
    ...(cause && { cause }),
    ...spent,
    ...(report && { report: `partners/${safeName(partner.name)}.json` }),
  };
}

/** Checks a partner, again where there was no verdict. `undefined` where the signal was raised before it was done. */
export async function checkPartner(
  partner: Partner,
  tools: PartnerTools,
  signal: AbortSignal,
): Promise<CheckedPartner | undefined> {
  const startedAt = new Date(tools.now()).toISOString();
  const started = performance.now();
  // A signal of its own: each request listens to it, and goes away with the partner.
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const abort = (): void => own.abort(signal.reason);
  if (signal.aborted) return undefined;
  signal.addEventListener('abort', abort, { once: true });
  let requests = 0;
  try {
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await tryPartner(partner, tools, own.signal, () => {
        requests += 1;
      });
      if (signal.aborted) return undefined;
      if (isWorthRetrying(outcome) && attempts <= tools.retries) {
        await wait(backoffMs(attempts, undefined, tools.random), own.signal);
        continue;
      }
      const spent = { startedAt, durationMs: Math.round(performance.now() - started), requests, attempts };
      const result = resultOf(partner, tools.mode, outcome, spent);
      return { result, ...(outcome.report && { report: outcome.report }) };
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
