import { createHmac } from 'node:crypto';
import type { Exchange } from '../../../contract/exchange';
import type { Engine } from '../../../http/types';
import type { Selection } from '../../../run/selection';
import { startSandbox } from '../../../sandbox';
import { runHarness } from '../../../testing/harness';
import { TrafficChecker } from '../checker';

/** Everything that a run of the contract sends to a sandbox, and what the run says of it. */
async function recordedRun(fault: string | undefined, select: Selection | undefined) {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const exchanges: Exchange[] = [];
  const through = (engine: Engine): Engine => ({
    ...{ name: engine.name, batchSize: engine.batchSize },
    async *send(requests, options) {
      for await (const exchange of engine.send(requests, options)) {
        exchanges.push(exchange);
        yield exchange;
      }
    },
  });
  const credentials = { ...sandbox.credentials, managementToken: undefined };
  const sending = { concurrency: 4, retries: 0, through };
  const { cases } = await runHarness({ baseUrl: sandbox.url, credentials, sending, ...(select && { select }) });
  await sandbox.close();
  const found = cases.flatMap(({ id, findings }) =>
    findings.flatMap(({ rule, level }) => (level === 'violation' || level === 'deviation' ? `${id} ${rule}` : [])),
  );
  return { exchanges, credentials, found: [...new Set(found)].sort() };
}

const hmacSha256 = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');

/** What a checker that sees the exchanges only finds, with the ids of the cases that sent them. */
function foundIn({ exchanges, credentials }: Awaited<ReturnType<typeof recordedRun>>): string[] {
  const checker = new TrafficChecker({ credentials, hmacSha256 });
  const results = exchanges.map((exchange) => {
    const { outcome } = exchange;
    const at = outcome.kind === 'response' ? outcome.receivedAt - outcome.durationMs : 0;
    return { id: exchange.caseId, ...checker.check(exchange, { at }) };
  });
  const all = results.flatMap(({ id, origin, findings, pending }) =>
    [...findings, ...(checker.errorForm(origin) === 'E3' ? pending : [])].flatMap(({ rule, level }) =>
      level === 'violation' || level === 'deviation' ? `${id} ${rule}` : [],
    ),
  );
  return [...new Set(all)].sort();
}

/** What a run of all or some cases finds in a sandbox with a fault, and what the checker finds in its exchanges. */
export async function foundBoth(fault: string | undefined, select?: Selection) {
  const run = await recordedRun(fault, select);
  return { exchanges: run.exchanges.length, byRun: run.found, byChecker: foundIn(run) };
}
