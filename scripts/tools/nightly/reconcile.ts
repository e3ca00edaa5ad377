import { isJsonObject, type JsonObject } from '../../lib/json';
import type { GitHub } from './github';
import { goneComment, type IssueContext, issueBody, issueTitle, lastingComment, readMarker } from './issue-text';
import { persist } from './persist';
import { plan } from './plan';
import type { Action, KnownIssue, Night, Sighting } from './types';

/** Only those who may write to the repository can set a label, so that nobody else's issue is taken for one of these. */
const issueLabel = 'payout-contract-nightly';

export interface ReconcileOptions extends IssueContext {
  readonly api: GitHub;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Brings the issues to what a night says, and returns what was done. After trouble on the way everything is read and
 * planned again, so that nothing is done twice. Throws a `GitHubError` when that did not help.
 */
export async function reconcile(
  tonight: Night,
  history: readonly Night[],
  { api, wait, runUrl }: ReconcileOptions,
): Promise<Action[]> {
  const done: Action[] = [];
  await persist(wait, async () => {
    for (const action of plan(tonight, history, await knownIssues(api, tonight))) {
      await perform(action, tonight, api, runUrl);
      done.push(action);
    }
  });
  return done;
}

async function knownIssues(api: GitHub, { causes }: Night): Promise<KnownIssue[]> {
  const known: KnownIssue[] = [];
  for (const issue of await api.issues(issueLabel)) {
    const marked = readMarker(String(issue.body ?? ''));
    if (!marked || typeof issue.number !== 'number') continue;
    const open = issue.state === 'open';
    // Of a closed issue nothing more is asked unless its cause is back.
    const wanted = open || causes.some(({ key }) => key === marked.cause);
    const comments = wanted ? await api.comments(issue.number) : [];
    known.push({
      number: issue.number,
      open,
      cause: marked.cause,
      sightings: [marked.sighting, ...comments.flatMap((comment) => sightingsIn(comment, issue))],
    });
  }
  return known;
}

/** What a comment records, where it is by the author of the issue: anybody may comment. */
function sightingsIn(comment: JsonObject, issue: JsonObject): Sighting[] {
  const marked = readMarker(String(comment.body ?? ''));
  return marked && authorOf(comment) === authorOf(issue) ? [marked.sighting] : [];
}

const authorOf = ({ user }: JsonObject): unknown => (isJsonObject(user) ? user.login : undefined);

async function perform(action: Action, tonight: Night, api: GitHub, runUrl: string): Promise<void> {
  const context = { runUrl };
  switch (action.type) {
    case 'open': {
      const body = issueBody(action.cause, tonight, context);
      return api.open({ title: issueTitle(action.cause), body, labels: [issueLabel] });
    }
    case 'comment':
      return api.comment(action.issue, lastingComment(action.cause, tonight, context));
    case 'comment-gone':
      return api.comment(action.issue, goneComment(action.key, tonight, context));
    case 'reopen':
      return api.setState(action.issue, 'open');
    case 'close':
      return api.setState(action.issue, 'closed');
  }
}
