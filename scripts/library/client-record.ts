import type { Finding as OwnFinding } from '../judge/finding';
import { headerPairs } from '../lib/headers';
import type { WireExchange } from '../lib/wire-exchange';
import { RollingRedactor } from '../report/rolling-redactor';
import { learnTokens } from '../report/secret-places';
import { trafficCheckerFor } from '../run/traffic/both-sides';
import { pathOf, seenExchange } from '../run/traffic/wire-exchange';
import type { SandboxCredentials } from '../sandbox';
import { findingsFor } from './findings';
import type { ClientReport, SentExchange } from './sandbox-types';

/** As many as the sandbox keeps itself. */
const mostExchanges = 1000;
const longestBodies = 16 * 1024 * 1024;
const mostMistakes = 1000;

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const sentOf = ({ request, response, startedAt }: WireExchange): SentExchange => ({
  ...{ method: request.method, path: request.path, headers: headerPairs(request.rawHeaders) },
  ...{ body: utf8(request.body), at: startedAt },
  ...(response && { response: { ...response, body: utf8(response.body) } }),
});

/** What the clients of one sandbox sent, and what they did wrong. */
export class ClientRecord {
  readonly exchanges: SentExchange[] = [];
  readonly #redactor: RollingRedactor;
  readonly #checker;
  readonly #mistakes: { readonly finding: OwnFinding; readonly first: string }[] = [];
  #size = 0;
  #requests = 0;

  constructor(
    readonly url: string,
    credentials: SandboxCredentials,
    issued: (token: string) => boolean,
  ) {
    this.#redactor = new RollingRedactor(credentials);
    this.#checker = trafficCheckerFor(url, credentials, { server: { knowsAllKeys: true, issued } });
  }

  add(seen: WireExchange): void {
    const { request, startedAt } = seen;
    this.exchanges.push(sentOf(seen));
    this.#size += request.body.length;
    while (this.exchanges.length > mostExchanges || this.#size > longestBodies)
      this.#size -= this.exchanges.shift()?.body.length ?? 0;
    this.#requests += 1;
    const exchange = seenExchange(seen, this.url);
    learnTokens(exchange, this.#redactor);
    const { client } = this.#checker.check(exchange, { at: startedAt, requestBytes: request.body });
    const first = `${request.method} ${pathOf(request.path)}`;
    for (const finding of client) if (this.#mistakes.length < mostMistakes) this.#mistakes.push({ finding, first });
  }

  report(): ClientReport {
    const all = [...this.#mistakes, ...this.#checker.settleClient().map((finding) => ({ finding, first: undefined }))];
    const mistakes = all.filter(({ finding }) => finding.level === 'client');
    const given = findingsFor(
      mistakes.map(({ finding }) => finding),
      this.#redactor,
    ).map((finding) => {
      const shown = mistakes.find((each) => each.finding.rule === finding.rule && each.first !== undefined)?.first;
      return { ...finding, ...(shown !== undefined && { first: this.#redactor.redact(shown) }) };
    });
    const verdict = this.#requests === 0 ? 'skipped' : given.length > 0 ? 'failed' : 'passed';
    return { verdict, requests: this.#requests, mistakes: given };
  }
}
