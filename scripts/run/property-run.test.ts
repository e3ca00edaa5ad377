import * as fc from 'fast-check';
import { cases } from '../contract';
import { contractProperties } from '../contract/properties';
import type { RunEvent } from '../report/types';
import { startSandbox } from '../sandbox';
import { runHarness } from '../testing/harness';

const properties = contractProperties(fc);
const control = 'accept.documented';

/** Tries one property against the sandbox with a fault; returns its events and the bodies that were sent. */
async function tryProperty(id: string, runs: number, fault?: string, seed = 3) {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const events: RunEvent[] = [];
  const property = properties.find(({ contractCase }) => contractCase.id === id)!;
  try {
    const report = await runHarness({
      baseUrl: sandbox.url,
      credentials: sandbox.credentials,
      all: [...cases, property.contractCase],
      select: { ids: [control, id] },
      drawing: { properties: [property], runs },
      sending: { seed, retries: 0, concurrency: 1 },
      hooks: { onEvent: (event) => void events.push(event) },
    });
    // The control comes first.
    const bodies = sandbox.requests.slice(1).map(({ body }) => Buffer.from(body).toString('utf8'));
    const own = events.filter((event) => 'id' in event && event.id === id);
    return { events: own, result: report.cases.find((each) => each.id === id)!, bodies };
  } finally {
    await sandbox.close();
  }
}

describe('a property of the contract', () => {
  it.each(properties.map(({ contractCase }) => contractCase.id))('%s holds for the correct server', async (id) => {
    const { result, bodies } = await tryProperty(id, 12);
    expect(result).toMatchObject({ verdict: 'passed', findings: [], generated: 12 });
    expect(bodies).toHaveLength(12);
  });

  it('sends the same bytes for the same seed, and others for another', async () => {
    const id = 'generated.customer-ref.valid';
    const [one, same, other] = await Promise.all([
      tryProperty(id, 8),
      tryProperty(id, 8),
      tryProperty(id, 8, undefined, 4),
    ]);
    expect(same.bodies).toEqual(one.bodies);
    expect(other.bodies).not.toEqual(one.bodies);
  });

  it('reports the smallest request that breaks it in a field of its own', async () => {
    const { result } = await tryProperty('generated.order-ref.too-long', 10, 'order-ref-51-accepted');
    expect(result.findings).toHaveLength(1);
    const [finding] = result.findings;
    expect(finding).toMatchObject({ rule: 'refusal-token', level: 'deviation', evidence: 'R2' });
    const { orderRef } = JSON.parse(finding!.sample!) as { orderRef: string };
    expect(orderRef).toHaveLength(51);
    expect(finding!.message).not.toContain(orderRef);
  });

  it('names each cause once', async () => {
    const id = 'generated.order-ref.forbidden-character';
    const { result, events } = await tryProperty(id, 60, 'order-ref-letters-accepted');
    const causes = result.findings.map(({ rule, evidence, message }) => `${rule} ${evidence} ${message}`);
    expect(causes.length).toBeGreaterThan(0);
    expect(new Set(causes).size).toBe(causes.length);
    expect(result.findings.every(({ sample }) => sample !== undefined)).toBe(true);
    expect(events.filter(({ type }) => type === 'exchange')).toHaveLength(result.findings.length);
  });
});
