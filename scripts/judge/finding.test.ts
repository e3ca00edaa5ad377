import { type Finding, findingKey } from './finding';

const finding: Finding = {
  ...{ rule: 'status', level: 'violation', evidence: 'E1', kind: 'redirect', message: 'The server redirects.' },
  ...{ where: 'status', expected: '201', actual: '302' },
};
const { kind: _, ...older } = finding;

describe('two findings', () => {
  it.each<[string, Finding, Finding]>([
    ['only the message differs', finding, { ...finding, message: 'It redirects.' }],
    ['only what came differs', finding, { ...finding, expected: '200', actual: '301' }],
    ['both are of an older report, with one message', older, { ...older, actual: '301' }],
  ])('are the same if %s', (_name, one, other) => {
    expect(findingKey(one)).toBe(findingKey(other));
  });

  it.each<[string, Finding, Finding]>([
    ['the kind', finding, { ...finding, kind: 'status' }],
    ['the rule', finding, { ...finding, rule: 'allow' }],
    ['the level', finding, { ...finding, level: 'warning' }],
    ['the evidence', finding, { ...finding, evidence: 'C5' }],
    ['the place', finding, { ...finding, where: 'body' }],
    ['the message, in older reports', older, { ...older, message: 'It redirects.' }],
    ['a message that reads like a kind', finding, { ...older, message: 'redirect' }],
  ])('differ by %s', (_name, one, other) => {
    expect(findingKey(one)).not.toBe(findingKey(other));
  });
});
