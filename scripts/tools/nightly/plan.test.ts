import { plan } from './plan';
import type { Action, Cause, KnownIssue, Night } from './types';

const cause = (key: string): Cause => ({ key, title: key, says: '', lines: [] });
const everything = ['finding', 'drift', 'outage', 'credentials-refused', 'no-verdict'];
const at = (day: number, hour = 2): string =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:17:00.000Z`;

/** The run of a day in March; its id grows with the day. */
const night = (day: number, keys: readonly string[], change: Partial<Night> = {}): Night => ({
  run: String(100 + day),
  at: at(day),
  causes: keys.map(cause),
  answered: keys.length === 0 ? everything : [],
  ...change,
});
const issue = (number: number, key: string, days: readonly number[], change: Partial<KnownIssue> = {}): KnownIssue => ({
  number,
  open: true,
  cause: key,
  sightings: days.map((day) => ({ run: String(100 + day), at: at(day) })),
  ...change,
});

/** An action in a few words. */
const said = (action: Action): string => {
  const on = 'issue' in action ? ` #${action.issue}` : '';
  return `${action.type}${on} ${'cause' in action ? action.cause.key : action.key}`;
};

const a = 'finding:status:methods';
const b = 'outage';

describe('the plan for the issues', () => {
  it.each<[string, Night, readonly Night[], readonly KnownIssue[], readonly string[]]>([
    ['does nothing at the first night of a cause', night(2, [a]), [night(1, [])], [], []],
    ['does nothing where nothing is known of the night before', night(2, [a]), [], [], []],
    ['opens an issue at the second night', night(2, [a]), [night(1, [a])], [], [`open ${a}`]],
    ['opens none where the night before had another cause', night(2, [a]), [night(1, [b])], [], []],
    ['opens one issue for each of two causes', night(2, [a, b]), [night(1, [b, a])], [], [`open ${a}`, `open ${b}`]],
    [
      'does not count a second run of the same day as a night',
      night(2, [a]),
      [night(2, [a], { run: '99', at: at(2, 0) })],
      [],
      [],
    ],
    ['does not count an earlier attempt of the same run', night(2, [a]), [night(1, [a], { run: '102' })], [], []],
    ['starts over after a night without a run', night(3, [a]), [night(1, [a])], [], []],
    ['lets a late night follow the one before', night(2, [a], { at: at(2, 13) }), [night(1, [a])], [], [`open ${a}`]],
    ['looks at the last night alone', night(3, [a]), [night(1, [a]), night(2, [])], [], []],
    ['comments at the third night', night(3, [a]), [night(2, [a])], [issue(7, a, [2])], [`comment #7 ${a}`]],
    [
      'comments where only the issue remembers the night before',
      night(3, [a]),
      [],
      [issue(7, a, [2])],
      [`comment #7 ${a}`],
    ],
    ['does nothing for a run that opened the issue', night(2, [a]), [night(1, [a])], [issue(7, a, [2])], []],
    ['does nothing for a run that has commented', night(3, [a]), [night(2, [a])], [issue(7, a, [2, 3])], []],
    ['comments once a night', night(3, [a], { run: '999', at: at(3, 5) }), [night(2, [a])], [issue(7, a, [2, 3])], []],
    [
      'closes with a comment at a green run',
      night(3, []),
      [night(2, [a])],
      [issue(7, a, [2])],
      [`comment-gone #7 ${a}`, `close #7 ${a}`],
    ],
    ['only closes where the comment is there already', night(3, []), [], [issue(7, a, [2, 3])], [`close #7 ${a}`]],
    ['leaves a closed issue closed', night(3, []), [], [issue(7, a, [2], { open: false })], []],
    ['ignores an older green run that finishes later', night(2, []), [], [issue(7, a, [3])], []],
    ['ignores an older red run that finishes later', night(2, [a]), [night(1, [a])], [issue(7, a, [3])], []],
    ['ignores an older run that finishes after a green one', night(2, [a]), [night(1, [a]), night(3, [])], [], []],
    [
      'does not open a second issue for an older run',
      night(2, [a]),
      [night(1, [a])],
      [issue(7, a, [3], { open: false })],
      [],
    ],
    ['leaves an issue open on which the run has no word', night(3, [b]), [], [issue(7, a, [2])], []],
    [
      'closes the issue of a theme that was checked, though another is broken',
      night(3, [b], { answered: ['theme:methods'] }),
      [],
      [issue(7, a, [2])],
      [`comment-gone #7 ${a}`, `close #7 ${a}`],
    ],
    [
      'leaves the issue of another theme open',
      night(3, [b], { answered: ['theme:bodies'] }),
      [],
      [issue(7, a, [2])],
      [],
    ],
    ['leaves the issue of the heartbeat to the heartbeat', night(3, []), [], [issue(7, 'no-run', [2])], []],
    [
      'opens an issue again that was closed by hand while its cause lasts',
      night(3, [a]),
      [night(2, [a])],
      [issue(7, a, [2], { open: false })],
      [`reopen #7 ${a}`, `comment #7 ${a}`],
    ],
    [
      'waits two nights before it opens one again',
      night(9, [a]),
      [night(8, [])],
      [issue(7, a, [2], { open: false })],
      [],
    ],
    [
      'opens the newest of several closed ones again',
      night(9, [a]),
      [night(8, [a])],
      [issue(4, a, [1], { open: false }), issue(7, a, [2], { open: false })],
      [`reopen #7 ${a}`, `comment #7 ${a}`],
    ],
    [
      'does not open again what was closed by hand after this very run',
      night(3, [a]),
      [night(2, [a])],
      [issue(7, a, [2, 3], { open: false })],
      [],
    ],
    [
      'comments on an open one and leaves closed ones',
      night(9, [a]),
      [night(8, [a])],
      [issue(4, a, [1], { open: false }), issue(7, a, [8])],
      [`comment #7 ${a}`],
    ],
  ])('%s', (_name, tonight, history, issues, expected) => {
    expect(plan(tonight, history, issues).map(said)).toEqual(expected);
  });
});
