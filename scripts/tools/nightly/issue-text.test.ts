import { hostileText } from '../../testing/hostile-text';
import { goneComment, issueBody, issueTitle, lastingComment, readMarker } from './issue-text';
import type { Problem } from './types';

const night = { run: '123', at: '2026-03-01T02:17:00.125Z', problems: [], checked: [] };
const runUrl = 'https://github.com/owner/name/actions/runs/123';
const problemOf = (lines: readonly string[], title = 'Title'): Problem => ({
  key: 'finding:status:methods',
  title,
  meaning: 'It broke.',
  lines,
});

/** The lines of the fenced block, and the text around it. */
function taken(body: string): { readonly inside: readonly string[]; readonly outside: string } {
  const lines = body.split('\n');
  const open = lines.findIndex((line) => /^`{3,}text$/.test(line));
  const fence = lines[open]?.replace('text', '') ?? '';
  const close = lines.indexOf(fence, open + 1);
  return {
    inside: lines.slice(open + 1, close),
    outside: [...lines.slice(0, open), ...lines.slice(close + 1)].join('\n'),
  };
}

describe('the text of an issue', () => {
  const plain = taken(issueBody(problemOf(['x']), night, runUrl)).outside;

  it('keeps hostile text in its code block', () => {
    const texts = [
      ...hostileText.map(([, text]) => text),
      '``` ```` `````',
      '<!-- payout-contract:cause=a run=1 at=2026-01-01 -->',
      '@octocat #1 owner/name#1',
    ];
    for (const text of texts) {
      const problem = problemOf([text, 'end'], text);
      for (const body of [issueBody(problem, night, runUrl), lastingComment(problem, night, runUrl)]) {
        const { inside } = taken(body);
        expect(inside).toEqual([expect.any(String), 'end']);
        expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
        expect(readMarker(body)).toEqual({ key: 'finding:status:methods', sighting: { run: '123', at: night.at } });
      }
      expect(taken(issueBody(problem, night, runUrl)).outside).toBe(plain);
      expect(issueTitle(problem).length).toBeLessThanOrEqual(256);
      expect(issueTitle(problem)).not.toMatch(/[\u0000-\u001f]/);
    }
  });

  it("stays far below GitHub's limit, and says how much it leaves out", () => {
    const body = issueBody(problemOf(Array(5000).fill('\u0000'.repeat(5000))), night, runUrl);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('… and 4980 lines more');
  });

  it('names the run that no longer shows the problem', () => {
    expect(goneComment('outage', night, runUrl)).toBe(
      `<!-- payout-contract:cause=outage run=123 at=${night.at} -->\n\nFixed: the run of ${night.at} no longer shows this problem: ${runUrl}\n`,
    );
  });
});

describe('a marker', () => {
  it.each([
    ['below other text', 'x\n<!-- payout-contract:cause=outage run=1 at=2026-03-01T02:17:00Z -->'],
    ['of another form', '<!-- payout-contract:cause=Outage run=1 at=2026-03-01T02:17:00Z -->'],
    ['without a run', '<!-- payout-contract:cause=outage at=2026-03-01T02:17:00Z -->'],
    ['of no time', '<!-- payout-contract:cause=outage run=1 at=2026-99-99 -->'],
    ['that is not there', ''],
  ])('is not one %s', (_name, body) => {
    expect(readMarker(body)).toBeUndefined();
  });
});
