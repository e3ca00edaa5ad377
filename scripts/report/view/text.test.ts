import type { Explored, RunHeader, RunSummary } from '../types';
import {
  caseCounts,
  duration,
  exploredText,
  findingCounts,
  idsText,
  passedText,
  plannedText,
  runFacts,
  targetText,
  thresholdText,
  valuesText,
} from './text';

const summary: RunSummary = {
  ...{ cases: 0, passed: 0, failed: 0, errored: 0, inconclusive: 0, skipped: 0, flaky: 0 },
  ...{ violations: 0, deviations: 0, warnings: 0, observations: 0, quarantined: 0 },
};

const explored: Explored = {
  ...{
    seed: 1,
    strength: 'pairs',
    programs: 1,
    requests: 2,
    levels: { covered: 1, of: 3 },
    pairs: { covered: 0, of: 0 },
  },
};

describe('the texts of a report', () => {
  it.each([
    [0, '0 ms'],
    [9.94, '9.9 ms'],
    [9.95, '10 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [2100, '2.1 s'],
  ])('show a duration of %d ms', (milliseconds, want) => {
    expect(duration(milliseconds)).toBe(want);
  });

  it.each([
    [{ name: 'sandbox', baseUrl: 'https://api.example.com' }, 'sandbox (https://api.example.com)'],
    [{ name: 'api.example.com', baseUrl: 'https://api.example.com' }, 'https://api.example.com'],
    [{ name: 'https://api.example.com', baseUrl: 'https://api.example.com' }, 'https://api.example.com'],
    [{ name: 'app.har', baseUrl: 'app.har' }, 'app.har'],
  ])('name a target only if the name says more than its URL: %j', (target, want) => {
    expect(targetText(target)).toBe(want);
  });

  it.each([
    [{}, '0 passed'],
    [{ passed: 2, failed: 1, skipped: 3 }, '2 passed, 1 failed, 3 skipped'],
    [{ passed: 2, flaky: 1 }, '2 passed (1 flaky)'],
  ])('count cases: %j', (some, want) => {
    expect(caseCounts({ ...summary, ...some })).toBe(want);
  });

  it.each([
    [{ deviations: 0, warnings: 0, quarantined: 0 }, '9 passed'],
    [{ deviations: 1, warnings: 0, quarantined: 0 }, '9 passed, 1 with deviations'],
    [{ deviations: 0, warnings: 1, quarantined: 0 }, '9 passed, 1 with warnings'],
    [
      { deviations: 2, warnings: 1, quarantined: 1 },
      '9 passed, 1 with quarantined findings, 3 with deviations or warnings',
    ],
  ])('count what was found in passed cases: %j', (noted, want) => {
    expect(passedText({ passed: 9 }, noted)).toBe(want);
  });

  it.each([
    [{}, '1 combination in 2 requests; conditions 1 of 3 (33 %), pairs of them 0 of 0 (0 %)'],
    [{ programs: 0, notExplored: 'no token' }, 'nothing: no token'],
    [
      { notExplored: 'the rest' },
      '1 combination in 2 requests; conditions 1 of 3 (33 %), pairs of them 0 of 0 (0 %); not explored: the rest',
    ],
    [
      { engine: 'direct' as const },
      '1 combination in 2 requests, sent by the direct engine; conditions 1 of 3 (33 %), pairs of them 0 of 0 (0 %)',
    ],
  ])('say what was explored: %j', (some, want) => {
    expect(exploredText({ ...explored, ...some })).toBe(want);
  });

  it.each([
    [{}, 'none'],
    [{ violations: 1, observations: 2 }, '1 violation, 2 observations'],
    [{ client: 1 }, '1 mistake of the client'],
    [{ deviations: 1, quarantined: 1 }, '1 deviation, 1 quarantined'],
  ])('count findings: %j', (some, want) => {
    expect(findingCounts({ ...summary, ...some })).toBe(want);
  });

  it.each([
    [['a', 'explore:pairs'], '2 planned'],
    [['a', 'explore:pairs', 'explore:documented', 'explore:body=empty'], '2 planned, 2 added by exploring'],
  ])('tell planned cases from added ones: %j', (ids, want) => {
    expect(plannedText(ids.map((id) => ({ id })))).toBe(want);
  });

  it.each([
    [['a', 'b'], 'a, b'],
    [['a', 'b', 'c'], 'a, b and 1 more'],
  ])('name the first cases of %j', (ids, want) => {
    expect(idsText(ids, 2)).toBe(want);
  });

  const run = {
    ...{ tool: { name: 'payout-contract', version: '1.2.3' }, engine: 'direct', seed: 7, strict: false },
    target: { name: 'sandbox', baseUrl: 'https://api.example.com' },
  } as unknown as RunHeader;
  it.each([
    [{}, ['2 cases', 'engine direct', 'seed 7']],
    [{ shadowed: 'IMBURSE_BASE_URL' }, ['--target counts, not IMBURSE_BASE_URL', '2 cases', 'engine direct', 'seed 7']],
    [{ engine: 'recording', source: 'app.har' }, ['recording: app.har']],
    [{ strict: true, failOnFlaky: true }, ['2 cases', 'engine direct', 'seed 7', 'strict', 'flaky cases fail']],
  ])('name the facts of a run: %j', (some, want) => {
    const facts = runFacts({ ...run, ...some } as RunHeader, [{ id: 'a' }, { id: 'b' }]);
    expect(facts).toEqual(['payout-contract 1.2.3', 'sandbox https://api.example.com', ...want]);
  });

  it('name limits and values', () => {
    const limit = { limit: 200, actual: 340, exceeded: true };
    expect(thresholdText({ measure: 'p95', ...limit })).toBe('p95 is 340 ms, the limit 200 ms');
    expect(thresholdText({ measure: 'errors', ...limit })).toBe('errors are 340 %, the limit 200 %');
    expect([valuesText([]), valuesText(['a', 'b'])]).toEqual(['nothing', 'a, b']);
  });
});
