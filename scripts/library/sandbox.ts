import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../lib/defined';
import type { SandboxOptions as OwnOptions } from '../sandbox';
import { startSandbox as start } from '../sandbox';
import { ClientRecord } from './client-record';
import type { Sandbox, SandboxOptions } from './sandbox-types';

export type { FaultName, VariantName } from './names';
export type { ClientReport, Sandbox, SandboxCredentials, SandboxOptions, SentExchange } from './sandbox-types';
export type { Finding, KnownCredentials, Level, Verdict } from './types';

/** A response that is never written must not hold up a report. */
const longestWaitMs = 10_000;

/** Holds back every response. */
const delayed =
  (latency: number): NonNullable<OwnOptions['change']> =>
  ({ reply }) => ({
    reply: async (given, context) => {
      const answer = await reply(given, context);
      return { ...answer, delayMs: (answer.delayMs ?? 0) + latency };
    },
  });

function checkOptions({ port, envelope, clock, latency }: SandboxOptions): void {
  const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;
  if (port !== undefined && !isWhole(port, 65_535)) throw new TypeError('port must be a whole number from 0 to 65535');
  if (envelope !== undefined && envelope !== 'E2' && envelope !== 'E3')
    throw new TypeError('envelope must be E2 or E3');
  if (clock !== undefined && typeof clock !== 'function')
    throw new TypeError('clock must be a function that returns milliseconds, such as () => Date.now()');
  if (latency !== undefined && !isWhole(latency, 600_000))
    throw new TypeError('latency must be a whole number of milliseconds, up to 600000');
}

/**
 * Starts a sandbox on the loopback interface with credentials of its own. Many can run at once.
 *
 * @throws an error for an unknown fault, for an option that is not one of the types, and if the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options);
  const { fault, port, envelope, clock, latency } = options;
  let record: ClientRecord | undefined;
  let open = 0;
  const server = await start({
    ...defined({ fault, port, envelope, now: clock, change: latency ? delayed(latency) : undefined }),
    onRequest: () => {
      open += 1;
    },
    onExchange: (exchange) => {
      open -= 1;
      record?.add(exchange);
    },
  });
  const { url, credentials } = server;
  const issued = (token: string): boolean => server.issued(token);
  const fresh = (): ClientRecord => new ClientRecord(url, credentials, issued);
  record = fresh();
  const current = (): ClientRecord => record as ClientRecord;
  return {
    ...{ url, credentials, issued },
    get exchanges() {
      return current().exchanges;
    },
    // A client has its response before the server has noted that it is written.
    async clientReport() {
      const until = performance.now() + longestWaitMs;
      while (open > 0 && performance.now() < until) await sleep(5);
      return current().report();
    },
    reset() {
      server.reset();
      record = fresh();
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
