import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpServer, type LocalServer } from '../../../testing/servers';

interface StoredComment {
  readonly body: string;
  readonly user: { readonly login: string };
}

/** An issue of the stand-in. */
export interface StoredIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly user: { readonly login: string };
  state: 'open' | 'closed';
  readonly comments: StoredComment[];
  readonly pull_request?: object;
}

/** The part of GitHub's API that the nightly job uses, with a state of its own, on a real socket. */
export interface GitHubStandIn {
  readonly server: LocalServer;
  readonly issues: StoredIssue[];
  readonly artifacts: { readonly name: string; readonly created_at: string }[];
  workflowCreated: string;
  /** Called before each request; what it returns replaces the answer of the API. */
  fault: ((request: string, count: number) => StandInResponse | undefined) | undefined;
  add(issue: Partial<StoredIssue> & Pick<StoredIssue, 'body'>): StoredIssue;
}

export interface StandInResponse {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The request is carried out, only its answer is lost. */
  readonly after?: true;
}

const token = 'ghs_test-token';
const bot = { login: 'github-actions[bot]' };
const repository = 'owner/name';

/** The environment of a job that uses this stand-in. */
export const jobEnv = (api: GitHubStandIn, run: number, more: Record<string, string> = {}): Record<string, string> => ({
  GITHUB_API_URL: api.server.url,
  GITHUB_REPOSITORY: repository,
  GITHUB_TOKEN: token,
  GITHUB_RUN_ID: String(run),
  GITHUB_EVENT_NAME: 'schedule',
  ...more,
});

export async function startGitHub(): Promise<GitHubStandIn> {
  let count = 0;
  const issues: StoredIssue[] = [];
  const server = await httpServer((request, response) => void respond(request, response));
  const api: GitHubStandIn = {
    server,
    issues,
    artifacts: [],
    workflowCreated: '2026-01-01T00:00:00Z',
    fault: undefined,
    add(issue) {
      const stored: StoredIssue = {
        number: issues.length + 1,
        title: 'an issue',
        labels: ['payout-contract-nightly'],
        user: bot,
        state: 'open',
        comments: [],
        ...issue,
      };
      issues.push(stored);
      return stored;
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const line = `${request.method} ${request.url}`;
    count += 1;
    const fault = api.fault?.(line, count);
    const answer = fault && !fault.after ? fault : route(request, line, text === '' ? {} : JSON.parse(text));
    const { status, body, headers } = fault ?? answer;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? {}));
  }

  function route(request: IncomingMessage, line: string, body: Record<string, unknown>): StandInResponse {
    if (request.headers.authorization !== `Bearer ${token}`)
      return { status: 401, body: { message: 'Bad credentials' } };
    const url = new URL(request.url ?? '', server.url);
    const path = url.pathname.replace(`/repos/${repository}/`, '');
    const [, number, below] = /^issues(?:\/(\d+))?(\/comments)?$/.exec(path) ?? [];
    const issue = issues.find((each) => String(each.number) === number);
    if (line.startsWith('GET') && path === 'issues') return page(url, listed(url));
    if (line.startsWith('GET') && issue && below) return page(url, issue.comments);
    if (line.startsWith('POST') && path === 'issues') return { status: 201, body: api.add(body as { body: string }) };
    if (line.startsWith('POST') && issue && below) {
      issue.comments.push({ body: String(body.body), user: bot });
      return { status: 201 };
    }
    if (line.startsWith('PATCH') && issue) {
      issue.state = body.state as StoredIssue['state'];
      return { status: 200 };
    }
    if (path === 'actions/artifacts') {
      const artifacts = api.artifacts.filter(({ name }) => name === url.searchParams.get('name'));
      return { status: 200, body: { artifacts } };
    }
    if (path === 'actions/workflows/nightly.yml') return { status: 200, body: { created_at: api.workflowCreated } };
    return { status: 404, body: { message: 'Not Found' } };
  }

  const listed = ({ searchParams }: URL): StoredIssue[] =>
    issues.filter(
      ({ state, labels }) =>
        [state, 'all'].includes(searchParams.get('state') ?? 'open') &&
        labels.includes(searchParams.get('labels') ?? ''),
    );

  function page(url: URL, items: readonly object[]): StandInResponse {
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const at = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url);
    next.searchParams.set('page', String(at + 1));
    const more = at * size < items.length;
    return {
      status: 200,
      body: items.slice((at - 1) * size, at * size),
      headers: more ? { Link: `<${url.href}>; rel="prev", <${next.href}>; rel="next"` } : {},
    };
  }

  return api;
}
