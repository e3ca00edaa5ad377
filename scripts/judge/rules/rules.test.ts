import { readdirSync } from 'node:fs';
import { cpuMs } from '../../testing/cpu-time';
import { doubledPunctuation } from '../../testing/punctuation';
import { findingKey } from '../finding';
import { findingsOf } from '../judge';
import { type Example, exampleCase, seenBy } from './example';
import { ruleExamples } from './examples';
import { type RuleId, rules } from './index';
import type { Rule } from './types';

const ids = rules.map(({ id }) => id);
const kinds = ['incorrect', 'correct'] as const;
const rows = ids.flatMap((id) =>
  kinds.flatMap((kind) => ruleExamples[id][kind].map((example) => ({ id, kind, example }))),
);
const described = (kind: 'incorrect' | 'correct') =>
  rows.filter((row) => row.kind === kind).map(({ id, example }) => [id, example.name, example] as const);

const ruleOf = (id: RuleId): Rule => rules.find((rule) => rule.id === id)!;

function findings(example: Example) {
  const { reading, context } = seenBy(example);
  return findingsOf(reading, context);
}

describe('a rule reports an API that', () => {
  it.each(described('incorrect'))('%s: %s', (id, _name, example) => {
    const found = findings(example).filter(({ rule }) => rule === id);
    expect(found.map(({ evidence, where, level }) => ({ evidence, where, level }))).toEqual(
      'findings' in example ? example.findings : [],
    );
  });
});

it('says nothing with doubled punctuation', () => {
  const texts = rows.flatMap(({ example }) =>
    findings(example).flatMap(({ message, expected }) => [message, expected]),
  );
  expect(texts.flatMap((text) => doubledPunctuation(text ?? ''))).toEqual([]);
});

it('names each kind of mismatch as its message tells it apart', () => {
  const byKey = new Map<string, Set<string>>();
  const byMessage = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const finding of rows.flatMap(({ example }) => findings(example))) {
    const { rule, level, evidence, where, message } = finding;
    add(byKey, findingKey(finding), message);
    add(byMessage, JSON.stringify([rule, level, evidence, where, message]), findingKey(finding));
  }
  expect([...byKey, ...byMessage].filter(([, told]) => told.size > 1)).toEqual([]);
});

it.each(ids)('%s says whether its answer depends on the form of the run’s 400s', (id) => {
  let wasRead = false;
  for (const { example } of rows) {
    const { reading, context } = seenBy(example);
    const { errorForm, ...others } = context;
    const observed = Object.defineProperty({ ...others }, 'errorForm', {
      get: () => {
        wasRead = true;
        return errorForm;
      },
    });
    const rule = ruleOf(id);
    if (rule.appliesTo(reading, observed)) rule.check(reading, observed);
  }
  expect(ruleOf(id).needsErrorForm === true).toBe(wasRead);
});

describe('no rule reports more than observations for an API that', () => {
  it.each(described('correct'))('%s: %s', (id, _name, example) => {
    const found = findings(example);
    expect(found.filter(({ rule }) => rule === id)).toEqual([]);
    expect(found.filter(({ level }) => level !== 'observation')).toEqual([]);
  });
});

describe('the examples', () => {
  it('have unique names', () => {
    for (const id of ids) {
      const names = rows.filter((row) => row.id === id).map(({ example }) => example.name);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it.each(rows.map(({ id, example }) => [id, example.name, example] as const))(
    'break rows that the rule or the case names: %s: %s',
    (id, _name, example) => {
      const { reading, context } = seenBy(example);
      const { evidence, expect: expectation } = exampleCase(example.case);
      const known = [...ruleOf(id).evidence, ...evidence, expectation.evidence];
      const broken = ruleOf(id).appliesTo(reading, context)
        ? ruleOf(id)
            .check(reading, context)
            .map((mismatch) => mismatch.evidence)
        : [];
      expect(broken.filter((row) => !known.includes(row))).toEqual([]);
    },
  );

  it('show each rule at least once in a response that it applies to and accepts', () => {
    const neverSilent = ids.filter((id) =>
      ruleExamples[id].correct.every((example) => {
        const { reading, context } = seenBy(example);
        return !ruleOf(id).appliesTo(reading, context);
      }),
    );
    // Three apply only if there is something to report; three always record something.
    expect(neverSilent).toEqual([
      'call-offered',
      'status',
      'server-error',
      'observed-success',
      'observed-envelope',
      'observed-answer',
    ]);
  });

  it('have short findings: no field is long or has a line break', () => {
    for (const { example } of rows) {
      for (const { message, where, expected, actual } of findings(example)) {
        for (const text of [message, where, expected, actual]) expect(text ?? '').not.toMatch(/[\r\n]|.{600}/);
      }
    }
  });
});

describe('the rules', () => {
  it('have unique ids, each the name of its file', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const files = readdirSync(__dirname);
    expect(ids.filter((id) => !files.includes(`${id}.ts`) || !files.includes(`${id}.examples.ts`))).toEqual([]);
  });

  it('have titles that are sentences', () => {
    expect(rules.map(({ title }) => title).filter((title) => !/^[A-Z].+[^.]\.$/.test(title))).toEqual([]);
  });
});

describe('a hostile response of a mebibyte', () => {
  const units = [
    'a',
    '\n',
    ' ',
    'at ',
    'at a(',
    'at a() in ',
    'java.',
    'System.Aa.',
    'eyJ',
    'eyJaaaaaaaa.',
    '#1 /',
    '[',
  ];

  it.each(units)('made of %j takes little processor time', (unit) => {
    const text = unit.repeat(Math.floor(2 ** 20 / unit.length));
    const judge = () => findings({ name: 'hostile', case: 'body.one-mebibyte', response: { status: 400, text } });
    expect(cpuMs(judge)).toBeLessThan(3000);
  });

  it('that violates a schema in many places gets few findings', () => {
    const body = { timestamp: 1, correlationId: 'a', errors: Array.from({ length: 100_000 }, () => 1) };
    const found = findings({ name: 'hostile', case: 'body.array', response: { status: 400, body } });
    expect(found.filter(({ rule }) => rule === 'error-body')).toHaveLength(20);
  });
});
