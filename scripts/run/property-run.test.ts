import * as fc from 'fast-check';
import { cases } from '../contract';
import { contractProperties } from '../contract/properties';
import { directEngine } from '../http/direct';
import { Redactor } from '../report/redactor';
import type { Finding, RunEvent } from '../report/types';
import { startSandbox } from '../sandbox';
import { Execution } from './execute';
import { planRun } from './plan';
import { PropertyRun } from './property-run';

const properties = contractProperties(fc);

/** Tries one property against the sandbox with a fault; gives back its events and the bodies that were sent. */
async function tryProperty(id: string, runs: number, fault?: string, seed = 3) {
  const sandbox = await startSandbox(fault === undefined ? {} : { fault });
  const engine = directEngine(sandbox.url);
  const events: RunEvent[] = [];
  const options = {
    engine,
    credentials: sandbox.credentials,
    fetchesToken: false,
    strict: false,
    retries: 0,
    concurrency: 2,
    timeoutMs: 60_000,
    seed,
    bail: false,
    signal: new AbortController().signal,
    stop: () => undefined,
    redactor: new Redactor(),
    emit: (event: RunEvent) => events.push(event),
  };
  try {
    const control = new Execution(planRun(cases, { ids: ['accept.documented'] }, false), options);
    await control.run();
    events.length = 0;
    const sentBefore = sandbox.requests.length;
    const property = properties.find(({ contractCase }) => contractCase.id === id)!;
    await new PropertyRun(options, control, fc).try(property, runs);
    const bodies = sandbox.requests.slice(sentBefore).map(({ body }) => Buffer.from(body).toString('utf8'));
    const finished = events.find((event) => event.type === 'case-finished')!;
    return { events, finished, bodies };
  } finally {
    await engine.close();
    await sandbox.close();
  }
}

const smallest = ({ message }: Finding): unknown => JSON.parse(message.slice(message.indexOf('{')));

describe('a property of the contract', () => {
  it.each(properties.map(({ contractCase }) => contractCase.id))('%s holds for the right server', async (id) => {
    const { finished, bodies } = await tryProperty(id, 12);
    expect(finished).toMatchObject({ verdict: 'passed', findings: [] });
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

  it('is broken by the smallest request that breaks it', async () => {
    const { finished } = await tryProperty('generated.order-ref.too-long', 10, 'order-ref-51-accepted');
    expect(finished.findings).toHaveLength(1);
    const [finding] = finished.findings;
    expect(finding).toMatchObject({ rule: 'refusal-token', level: 'deviation', evidence: 'R2' });
    expect((smallest(finding!) as { orderRef: string }).orderRef).toHaveLength(51);
  });

  it('names each cause once, however many requests show it', async () => {
    const { finished, events } = await tryProperty(
      'generated.order-ref.forbidden-character',
      60,
      'order-ref-letters-accepted',
    );
    const causes = finished.findings.map(
      ({ rule, evidence, message }) => `${rule} ${evidence} ${message.slice(0, 30)}`,
    );
    expect(causes.length).toBeGreaterThan(0);
    expect(new Set(causes).size).toBe(causes.length);
    expect(events.filter(({ type }) => type === 'exchange')).toHaveLength(finished.findings.length);
  });
});
