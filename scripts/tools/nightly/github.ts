import { isJsonObject, type JsonObject, jsonObject, parseJson } from '../../lib/json';
import { visible } from '../../lib/terminal-text';
import { messageOf } from '../../lib/user-error';

/** How to call the API. */
export interface GitHubOptions {
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  readonly timeoutMs?: number;
}

/** The API returned an error or could not be reached. `retryAfterMs` is set if another attempt may help. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';

  constructor(
    message: string,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

const shortestPauseMs = 1_000;
const mostPages = 100;

/** The calls to the GitHub API that the nightly job needs. Each may throw a `GitHubError`, never with the token in it. */
export class GitHub {
  readonly #base: string;

  constructor(readonly options: GitHubOptions) {
    this.#base = `${options.apiUrl}/repos/${options.repository}`;
  }

  /** The open and closed issues with a label, without pull requests. */
  async issues(label: string): Promise<JsonObject[]> {
    const all = await this.#pages(`${this.#base}/issues?state=all&labels=${encodeURIComponent(label)}&per_page=100`);
    return all.filter((issue) => issue.pull_request === undefined);
  }

  comments(issue: number): Promise<JsonObject[]> {
    return this.#pages(`${this.#base}/issues/${issue}/comments?per_page=100`);
  }

  async open(issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] }) {
    await this.#send('POST', `${this.#base}/issues`, issue);
  }

  async comment(issue: number, body: string): Promise<void> {
    await this.#send('POST', `${this.#base}/issues/${issue}/comments`, { body });
  }

  async setState(issue: number, state: 'open' | 'closed'): Promise<void> {
    await this.#send('PATCH', `${this.#base}/issues/${issue}`, { state });
  }

  /** When the newest artifact of this name was created, in milliseconds since the Unix epoch. */
  async newestArtifact(name: string): Promise<number | undefined> {
    const { value } = await this.#send('GET', `${this.#base}/actions/artifacts?name=${name}&per_page=100`);
    const artifacts = isJsonObject(value) && Array.isArray(value.artifacts) ? value.artifacts.filter(isJsonObject) : [];
    const times = artifacts
      .map(({ created_at }) => Date.parse(String(created_at)))
      .filter((time) => !Number.isNaN(time));
    return times.length > 0 ? Math.max(...times) : undefined;
  }

  /** When a workflow was created, in milliseconds since the Unix epoch. */
  async workflowCreated(file: string): Promise<number> {
    const { value } = await this.#send('GET', `${this.#base}/actions/workflows/${file}`);
    const time = isJsonObject(value) ? Date.parse(String(value.created_at)) : Number.NaN;
    if (Number.isNaN(time)) throw new GitHubError(`GitHub's answer does not contain the creation time of ${file}`);
    return time;
  }

  async #pages(first: string): Promise<JsonObject[]> {
    const items: JsonObject[] = [];
    let url: string | undefined = first;
    for (let page = 0; url !== undefined && page < mostPages; page += 1) {
      const { value, link } = await this.#send('GET', url);
      if (!Array.isArray(value)) throw new GitHubError("GitHub's answer is not a list");
      items.push(...value.filter(isJsonObject));
      url = this.#next(link);
    }
    return items;
  }

  /** The next page from the `Link` header. Another origin is refused, because it would receive the token. */
  #next(link: string | null): string | undefined {
    const [, url] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
    if (url === undefined) return undefined;
    if (!URL.canParse(url) || new URL(url).origin !== new URL(this.#base).origin)
      throw new GitHubError("GitHub's next page is on another origin, which must not receive the token");
    return url;
  }

  async #send(method: string, url: string, body?: unknown): Promise<{ value: unknown; link: string | null }> {
    const response = await this.#fetch(method, url, body);
    const text = await response.text().catch((error) => {
      throw this.#unreachable(error);
    });
    const json = parseJson(text);
    if (!response.ok) throw this.#refused(response, jsonObject(text)?.message);
    if (!json.ok) throw new GitHubError(`GitHub's answer is not JSON (status ${response.status})`, shortestPauseMs);
    return { value: json.value, link: response.headers.get('link') };
  }

  #fetch(method: string, url: string, body: unknown): Promise<Response> {
    const { token, timeoutMs = 30_000 } = this.options;
    return fetch(url, {
      method,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'User-Agent': 'payout-contract-nightly',
        'X-GitHub-Api-Version': '2022-11-28',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error) => {
      throw this.#unreachable(error);
    });
  }

  #unreachable(error: unknown): GitHubError {
    const { cause } = error as { cause?: { code?: unknown } };
    const why = typeof cause?.code === 'string' ? cause.code : messageOf(error);
    return new GitHubError(`GitHub cannot be reached at ${this.options.apiUrl}: ${this.#safe(why)}`, shortestPauseMs);
  }

  #refused({ status, headers }: Response, message: unknown): GitHubError {
    const says = typeof message === 'string' ? `: ${this.#safe(message)}` : '';
    const limited = status === 429 || (status === 403 && isLimited(headers));
    if (limited) return new GitHubError(`GitHub's rate limit was reached (${status})${says}`, pauseMs(headers));
    if (status >= 500) return new GitHubError(`GitHub answered ${status}${says}`, pauseMs(headers));
    const next = {
      401: '; the token is invalid',
      403: '; the token needs the permissions "issues: write" and, for the heartbeat, "actions: read"',
      404: `; check that ${this.options.repository} exists and that the token can access it`,
    }[status];
    return new GitHubError(`GitHub refused the request with ${status}${says}${next ?? ''}`);
  }

  /** Makes text of the server safe for a log: it may contain anything, even the token. */
  #safe(text: string): string {
    return visible(text.replaceAll(this.options.token, '***').slice(0, 200));
  }
}

const isLimited = (headers: Headers): boolean =>
  headers.get('x-ratelimit-remaining') === '0' || headers.has('retry-after');

/** How long the server asks the client to wait. */
function pauseMs(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(seconds * 1000, shortestPauseMs);
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000;
  const now = Date.parse(headers.get('date') ?? '');
  return Math.max(Number.isFinite(reset - now) ? reset - now : 0, shortestPauseMs);
}

const attempts = 4;
const longestPauseMs = 90_000;

/**
 * Does something that may safely be repeated, up to four times.
 *
 * @throws GitHubError the last one
 */
export async function retried<T>(wait: (ms: number) => Promise<void>, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      const pause = error instanceof GitHubError ? error.retryAfterMs : undefined;
      if (pause === undefined || pause > longestPauseMs || attempt === attempts) throw error;
      await wait(Math.min(pause * 2 ** (attempt - 1), longestPauseMs));
    }
  }
}
