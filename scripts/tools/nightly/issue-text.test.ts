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

  /** What is wrong with the issue and the comment about a text. */
  function wrongWith(text: string): string[] {
    const bodies = [
      issueBody(causeOf([text, 'end']), night, context),
      lastingComment(causeOf([text, 'end']), night, context),
    ];
    const insides = bodies.map((body) => taken(body).inside);
    const markers = bodies.map((body) => JSON.stringify(readMarker(body)));
    const title = issueTitle(causeOf([], text));
    const marker = JSON.stringify({ cause: 'finding:status:methods', sighting: { run: '123', at: night.at } });
    const checks = {
      'it leaves its line': insides.some((inside) => inside.length !== 2 || inside[1] !== 'end'),
      'it leaves its block': taken(issueBody(causeOf([text]), night, context)).outside !== plain,
      'it brings in controls': bodies.some((body) =>
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/.test(body),
      ),
      'it hides the marker': markers.some((each) => each !== marker),
      'its title is too long': title.length > 256,
      'its title holds controls': /[\u0000-\u001f]/.test(title),
    };
    return Object.entries(checks).flatMap(([what, holds]) => (holds ? [what] : []));
  }

  it('keeps hostile text in its block, on a line of its own', () => {
    const texts: readonly (readonly [attempt: string, text: string])[] = [
      ...hostileText,
      ['fences', '``` ```` `````'],
      ['marker', '<!-- payout-contract:cause=a run=1 at=2026-01-01 -->'],
      ['mention', '@octocat #1 owner/name#1'],
    ];
    const wrong = texts
      .map(([attempt, text]) => [attempt, text, ...wrongWith(text)])
      .filter(({ length }) => length > 2);
    expect(wrong).toEqual([]);
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
