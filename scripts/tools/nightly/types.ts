/** One thing that is wrong, however many cases show it. It has one issue. */
export interface Problem {
  /** The same every night: the kind, and for a finding its rule and theme, joined by `:`. */
  readonly key: string;
  readonly title: string;
  /** What it means, in our own words. */
  readonly meaning: string;
  /** What was observed, one line each. May contain text from a server. */
  readonly lines: readonly string[];
}

/** The result of one night's run. */
export interface Night {
  /** The id of the CI run; newer runs have larger ones. */
  readonly run: string;
  /** The start of the run: ISO 8601, UTC. */
  readonly at: string;
  readonly problems: readonly Problem[];
  /** What the run checked conclusively: kinds of problems, and `theme:…` for findings. Problems not named there are gone. */
  readonly checked: readonly string[];
}

/** A run for which an issue was opened or commented on. */
export type Sighting = Pick<Night, 'run' | 'at'>;

/** The issue of a problem. */
export interface KnownIssue {
  readonly number: number;
  readonly open: boolean;
  /** The key of the problem. */
  readonly key: string;
  readonly sightings: readonly Sighting[];
}

/** One change to the issues. */
export type Action =
  | { readonly type: 'open'; readonly problem: Problem }
  | { readonly type: 'reopen' | 'close'; readonly issue: number; readonly key: string }
  | { readonly type: 'comment'; readonly issue: number; readonly problem: Problem }
  | { readonly type: 'comment-gone'; readonly issue: number; readonly key: string };
