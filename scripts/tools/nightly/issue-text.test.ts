import { hostileText } from '../../testing/hostile-text';
import { goneComment, issueBody, issueTitle, lastingComment, readMarker } from './issue-text';
import type { Cause } from './types';

const night = { run: '123', at: '2026-03-01T02:17:00.125Z', causes: [], answered: [] };
const context = { runUrl: 'https://github.com/owner/name/actions/runs/123' };
const causeOf = (lines: readonly string[], title = 'Title'): Cause => ({
  key: 'finding:status:methods',
  title,
  says: 'It broke.',
  lines,
});

/** The lines of the one fenced block, and what stands around it. */
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
  const plain = taken(issueBody(causeOf(['x']), night, context)).outside;

  it.each<readonly [attempt: string, text: string]>([
    ...hostileText,
    ['fences', '``` ```` `````'],
    ['marker', '<!-- payout-contract:cause=a run=1 at=2026-01-01 -->'],
    ['mention', '@octocat #1 owner/name#1'],
  ])('holds hostile text in its block, on a line of its own: %s', (_attempt, text) => {
    for (const body of [
      issueBody(causeOf([text, 'end']), night, context),
      lastingComment(causeOf([text, 'end']), night, context),
    ]) {
      const { inside } = taken(body);
      expect(inside).toHaveLength(2);
      expect(inside[1]).toBe('end');
      expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
      expect(readMarker(body)).toEqual({ cause: 'finding:status:methods', sighting: { run: '123', at: night.at } });
    }
    expect(taken(issueBody(causeOf([text]), night, context)).outside).toBe(plain);
    expect(issueTitle(causeOf([], text)).length).toBeLessThanOrEqual(256);
    expect(issueTitle(causeOf([], text))).not.toMatch(/[\u0000-\u001f]/);
  });

  it("stays far below GitHub's limit, and says how much it leaves out", () => {
    const body = issueBody(causeOf(Array(5000).fill('\u0000'.repeat(5000))), night, context);
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('… and 4980 lines more');
  });

  it('says which run shows that it is gone', () => {
    expect(goneComment('outage', night, context)).toBe(
      `<!-- payout-contract:cause=outage run=123 at=${night.at} -->\n\nGone: the run of ${night.at} does not show it any more: ${context.runUrl}\n`,
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
