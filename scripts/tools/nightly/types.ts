/** One thing that is wrong, whatever number of cases show it; it has one issue. */
export interface Cause {
  /** Stays the same from night to night: the kind, and for a finding its rule and theme, joined by `:`. */
  readonly key: string;
  readonly title: string;
  /** What it means, in our own words. */
  readonly says: string;
  /** What was seen, one line each; may hold what a server sent. */
  readonly lines: readonly string[];
}

/** What a run of one night says. */
export interface Night {
  /** The id of the CI run; a newer one is larger. */
  readonly run: string;
  /** When it started: ISO 8601, UTC. */
  readonly at: string;
  readonly causes: readonly Cause[];
  /** Kinds of cause, and `theme:…` for findings, on which it has the last word: what it does not name there is gone. */
  readonly answered: readonly string[];
}

/** That an issue was opened or commented on for a run. */
export type Sighting = Pick<Night, 'run' | 'at'>;

/** An issue that was opened for a cause. */
export interface KnownIssue {
  readonly number: number;
  readonly open: boolean;
  readonly cause: string;
  readonly sightings: readonly Sighting[];
}

/** One change to the issues. */
export type Action =
  | { readonly type: 'open'; readonly cause: Cause }
  | { readonly type: 'reopen' | 'close'; readonly issue: number; readonly key: string }
  | { readonly type: 'comment'; readonly issue: number; readonly cause: Cause }
  | { readonly type: 'comment-gone'; readonly issue: number; readonly key: string };
