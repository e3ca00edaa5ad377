import { cpuMs } from '../../testing/cpu-time';
import { rules } from '.';
import { exampleCase, examplePrivateKey, exampleTime, exampleValues, exchangeOf } from './example';
import { Reading } from './reading';
import type { Rule } from './types';

const mebibyte = 2 ** 20;

/** What regular expressions try again and again: the beginnings of what rules look for, and each class of characters. */
const units: readonly string[] = [
  ...['a', '0', ' ', '\t', '\n', '"', '\\', '/', '.', '-', '_', '[', '{', ':', ';', '\u00e9', '\ud800'],
  ...[
    'at ',
    'at a.',
    'at [',
    '\nat a(',
    'at a() in b',
    'System.A',
    'java.a',
    '#1 a/',
    'File "a',
    'a.rb:',
    'a.a',
    'eyJ',
  ],
];

const filled = (unit: string): string => unit.repeat(mebibyte / unit.length).slice(0, mebibyte - 100);

/** Bodies of about a mebibyte as they come over the wire. */
const bodies: readonly (readonly [where: string, body: (fill: string) => string])[] = [
  ['the body', (fill) => fill],
  ['a message', (fill) => JSON.stringify({ errors: [{ message: fill }], correlationId: fill.slice(0, 99) })],
  ['a token', (fill) => JSON.stringify({ accessToken: fill, expires: '1' })],
];

const limitMs = 1000;

/** Milliseconds of the processor's time that a rule takes. */
function cost(rule: Rule, reading: Reading, id: string): number {
  const context = {
    case: exampleCase(id),
    now: exampleTime,
    secrets: [exampleValues.managementToken, examplePrivateKey],
  };
  return cpuMs(() => rule.appliesTo(reading, context) && rule.check(reading, context));
}

describe.each(bodies)('when one mebibyte is %s', (_where, body) => {
  it.each([
    ['correlation.on-400', 400],
    ['accept.documented', 201],
  ])(`no rule takes more than ${limitMs} ms over it: %s answered %i`, (id, status) => {
    const slow: string[] = [];
    for (const unit of units) {
      const text = body(filled(unit)).slice(0, mebibyte);
      const value = JSON.stringify(filled(unit).slice(0, 8000));
      const headers = { 'Content-Type': `application/json;${value}`, 'Cache-Control': value };
      const reading = new Reading(exchangeOf({ name: '', case: id, response: { status, text, headers } }));
      for (const rule of rules) {
        const ms = cost(rule, reading, id);
        if (ms > limitMs) slow.push(`${rule.id} took ${Math.round(ms)} ms over ${JSON.stringify(unit)}`);
      }
    }
    expect(slow).toEqual([]);
  });
});
