import { rules } from '../judge/rules';
import { documentedClaims, exampleCase, exampleTime, exchangeOf, issued } from '../judge/rules/example';
import type { Rule } from '../judge/rules/types';
import type { Judgement } from '../judge/types';
import { Watchdog } from './watchdog';

const limitMs = 150;
const forever = (): never => {
  for (;;);
};
const catching = (): never => {
  for (;;) {
    try {
      forever();
    } catch {
      // What interrupts a rule must not be caught by it.
    }
  }
};
const backtracking = (): [] => {
  /^(a+)+$/.test(`${'a'.repeat(60)}b`);
  return [];
};
const bad = (change: Partial<Rule>): Rule => ({
  id: 'bad',
  title: 'A rule with a mistake.',
  evidence: ['C5'],
  appliesTo: () => true,
  check: () => [],
  ...change,
});

const good = issued(documentedClaims);
const grounds = { now: exampleTime, secrets: [], strict: false };
function judged(watchdog: Watchdog, body: object = good, id = 'accept.documented'): Promise<Judgement> {
  const exchange = exchangeOf({ name: '', case: id, response: { status: 201, body } });
  return watchdog.judge(exchange, exampleCase(id), grounds);
}

describe('a rule that does not end', () => {
  it.each<[string, Partial<Rule>]>([
    ['in a loop', { check: forever }],
    ['in a loop that catches what it can', { check: catching }],
    ['in a regular expression', { check: backtracking }],
    ['over whether it applies', { appliesTo: forever }],
  ])('is interrupted, reported, and the others are asked: %s', async (_name, change) => {
    const watchdog = new Watchdog([rules[0], bad(change), ...rules.slice(1)], limitMs);
    const broken = await judged(watchdog, { ...good, expires: 1 });
    expect(broken.verdict).toBe('failed');
    expect(broken.findings.map(({ rule }) => rule)).toContain('success-body');
    const sound = await judged(watchdog);
    const message = `it did not end within ${limitMs} ms and is not asked again`;
    expect(sound).toMatchObject({ verdict: 'errored', internalErrors: [{ rule: 'bad', message }] });
    expect(sound.remembered).toMatchObject({ accepted: true, token: good.accessToken });
    expect(watchdog.error).toBe(`internal error in rule bad: ${message} (accept.documented and 1 more)`);
  });

  it('is asked no second time, and leaves alone what it does not apply to', async () => {
    let asked = 0;
    const check = (): never => {
      asked += 1;
      return forever();
    };
    const appliesTo: Rule['appliesTo'] = (_reading, context) => context.case.id === 'accept.documented';
    const watchdog = new Watchdog([...rules, bad({ check, appliesTo })], limitMs);
    const judgements = await Promise.all([
      judged(watchdog, issued(), 'accept.fresh-references'),
      judged(watchdog),
      judged(watchdog),
      judged(watchdog, issued(), 'accept.fresh-references'),
    ]);
    expect(judgements.map(({ verdict }) => verdict)).toEqual(['passed', 'errored', 'errored', 'passed']);
    expect(asked).toBe(1);
  });

  it('may be several', async () => {
    const watchdog = new Watchdog([bad({ id: 'one', check: forever }), bad({ id: 'two', check: forever })], limitMs);
    const { internalErrors } = await judged(watchdog);
    expect(internalErrors?.map(({ rule }) => rule)).toEqual(['one', 'two']);
  });
});

describe('rules without a mistake', () => {
  it('judge as they do without a watchdog, in the order of asking, and are not slowed down into a mistake', async () => {
    const watchdog = new Watchdog();
    const judgements = await Promise.all(Array.from({ length: 500 }, () => judged(watchdog)));
    expect(new Set(judgements.map(({ verdict }) => verdict))).toEqual(new Set(['passed']));
    expect(watchdog.error).toBeUndefined();
  });

  it('may go unwatched, and are still reported where they throw', async () => {
    const check = (): never => {
      throw new Error('oh');
    };
    const watchdog = new Watchdog([...rules, bad({ check })], Number.POSITIVE_INFINITY);
    expect(await judged(watchdog)).toMatchObject({ verdict: 'errored', reason: 'internal error in rule bad: oh' });
    expect(watchdog.error).toBe('internal error in rule bad: oh (accept.documented)');
  });

  it('are each given the time, however long all of them take together', async () => {
    const slow = bad({
      check: () => {
        for (const end = performance.now() + 40; performance.now() < end; );
        return [];
      },
    });
    const watchdog = new Watchdog([slow], limitMs);
    const judgements = await Promise.all(Array.from({ length: 8 }, () => judged(watchdog)));
    expect(judgements.map(({ verdict }) => verdict)).toEqual(Array(8).fill('passed'));
  });
});
