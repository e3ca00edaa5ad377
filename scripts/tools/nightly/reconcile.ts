import { isJsonObject, type JsonObject } from '../../lib/json';
import { type GitHub, retried } from './github';
import { goneComment, issueBody, issueTitle, lastingComment, readMarker } from './issue-text';
import { plan } from './plan';
import type { Action, KnownIssue, Night, Sighting } from './types';

/** Only people with write access can set a label, so that nobody else's issue is mistaken for one of the job. */
const issueLabel = 'payout-contract-nightly';

export interface ReconcileOptions {
  readonly api: GitHub;
  readonly runUrl: string;
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Updates the issues after a night and returns what was done. After an error everything is read and planned again, so
 * that nothing is done twice.
 *
 * @throws GitHubError if that does not help
 */
export async function reconcile(
  tonight: Night,
  history: readonly Night[],
  { api, wait, runUrl }: ReconcileOptions,
): Promise<Action[]> {
  const done: Action[] = [];
  await retried(wait, async () => {
    for (const action of plan(tonight, history, await knownIssues(api, tonight))) {
      await perform(action, tonight, api, runUrl);
      done.push(action);
    }
  });
  return done;
}

async function knownIssues(api: GitHub, { problems }: Night): Promise<KnownIssue[]> {
  const known: KnownIssue[] = [];
  for (const issue of await api.issues(issueLabel)) {
    const marked = readMarker(String(issue.body ?? ''));
    if (!marked || typeof issue.number !== 'number') continue;
    const { key, sighting } = marked;
    const open = issue.state === 'open';
    // The comments of a closed issue matter only if its problem is back.
    const comments = open || problems.some((problem) => problem.key === key) ? await api.comments(issue.number) : [];
    const sightings = [sighting, ...comments.flatMap((comment) => sightingsIn(comment, issue))];
    known.push({ number: issue.number, open, key, sightings });
  }
  return known;
}

/** What a comment records, if it is by the author of the issue: anyone can comment. */
function sightingsIn(comment: JsonObject, issue: JsonObject): Sighting[] {
  const marked = readMarker(String(comment.body ?? ''));
  return marked && authorOf(comment) === authorOf(issue) ? [marked.sighting] : [];
}

const authorOf = ({ user }: JsonObject): unknown => (isJsonObject(user) ? user.login : undefined);

async function perform(action: Action, tonight: Night, api: GitHub, runUrl: string): Promise<void> {
  switch (action.type) {
    case 'open': {
      const body = issueBody(action.problem, tonight, runUrl);
      return api.open({ title: issueTitle(action.problem), body, labels: [issueLabel] });
    }
    case 'comment':
      return api.comment(action.issue, lastingComment(action.problem, tonight, runUrl));
    case 'comment-gone':
      return api.comment(action.issue, goneComment(action.key, tonight, runUrl));
    case 'reopen':
      return api.setState(action.issue, 'open');
    case 'close':
      return api.setState(action.issue, 'closed');
  }
}
