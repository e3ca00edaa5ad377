import { plan } from './plan';
import type { Action, KnownIssue, Night, Problem } from './types';

const problem = (key: string): Problem => ({ key, title: key, meaning: '', lines: [] });
const everything = ['finding', 'drift', 'outage', 'credentials-refused', 'no-verdict'];
const at = (day: number, hour = 2): string =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:17:00.000Z`;

/** The run of a day in March; its id grows with the day. */
const night = (day: number, keys: readonly string[], change: Partial<Night> = {}): Night => ({
  run: String(100 + day),
  at: at(day),
  problems: keys.map(problem),
  checked: keys.length === 0 ? everything : [],
  ...change,
});
const issue = (number: number, key: string, days: readonly number[], change: Partial<KnownIssue> = {}): KnownIssue => ({
  number,
  open: true,
  key,
  sightings: days.map((day) => ({ run: String(100 + day), at: at(day) })),
  ...change,
});

/** An action in a few words. */
const said = (action: Action): string => {
  const on = 'issue' in action ? ` #${action.issue}` : '';
  return `${action.type}${on} ${'problem' in action ? action.problem.key : action.key}`;
};

const a = 'finding:status:methods';
const b = 'outage';

describe('the plan for the issues', () => {
  it.each<[string, Night, readonly Night[], readonly KnownIssue[], readonly string[]]>([
    ['does nothing at the first night of a problem', night(2, [a]), [night(1, [])], [], []],
    ['does nothing if the night before is unknown', night(2, [a]), [], [], []],
    ['opens an issue at the second night', night(2, [a]), [night(1, [a])], [], [`open ${a}`]],
    ['opens none if the night before had another problem', night(2, [a]), [night(1, [b])], [], []],
    ['opens one issue for each of two problems', night(2, [a, b]), [night(1, [b, a])], [], [`open ${a}`, `open ${b}`]],
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
    ['compares with the last night only', night(3, [a]), [night(1, [a]), night(2, [])], [], []],
    ['comments at the third night', night(3, [a]), [night(2, [a])], [issue(7, a, [2])], [`comment #7 ${a}`]],
    ['comments if only the issue records the night before', night(3, [a]), [], [issue(7, a, [2])], [`comment #7 ${a}`]],
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
    ['closes without a comment if there is one already', night(3, []), [], [issue(7, a, [2, 3])], [`close #7 ${a}`]],
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
    ['leaves an issue open that the run did not check', night(3, [b]), [], [issue(7, a, [2])], []],
    [
      'closes the issue of a theme that was checked, though another is broken',
      night(3, [b], { checked: ['theme:methods'] }),
      [],
      [issue(7, a, [2])],
      [`comment-gone #7 ${a}`, `close #7 ${a}`],
    ],
    [
      'leaves the issue of another theme open',
      night(3, [b], { checked: ['theme:bodies'] }),
      [],
      [issue(7, a, [2])],
      [],
    ],
    ['leaves the issue of the heartbeat to the heartbeat', night(3, []), [], [issue(7, 'no-run', [2])], []],
    [
      'reopens an issue that was closed by hand while its problem persists',
      night(3, [a]),
      [night(2, [a])],
      [issue(7, a, [2], { open: false })],
      [`reopen #7 ${a}`, `comment #7 ${a}`],
    ],
    [
      'waits two nights before it reopens an issue',
      night(9, [a]),
      [night(8, [])],
      [issue(7, a, [2], { open: false })],
      [],
    ],
    [
      'reopens the newest of several closed issues',
      night(9, [a]),
      [night(8, [a])],
      [issue(4, a, [1], { open: false }), issue(7, a, [2], { open: false })],
      [`reopen #7 ${a}`, `comment #7 ${a}`],
    ],
    [
      'does not reopen an issue that was closed by hand after this very run',
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
