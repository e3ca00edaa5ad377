import { httpServer } from '../../testing/servers';
import type { ToChild } from './protocol';
import { type CageExchange, type UnsentRequest, Wire, type WireRules } from './wire';

const text = 'POST /v1/identity/payout HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';

/** A request of a collection that waits for its turn, and what ends the wait. */
async function waiting(rules: Partial<WireRules> = {}) {
  const server = await httpServer((_, response) => response.end('{}'));
  const { origin, hostname, port } = new URL(server.url);
  const told: ToChild[] = [];
  const outcomes: (CageExchange | UnsentRequest)[] = [];
  let begun = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const signals: AbortSignal[] = [];
  const wire = new Wire(
    {
      ...{ origin, route: {}, timeoutMs: 60_000, signal: new AbortController().signal, placeholders: [] },
      ...{ refuse: () => undefined, holdsSecret: () => false },
      beforeSending: (_request, gone) => {
        signals.push(gone);
        begun();
        // As long as a target asks for.
        return new Promise(() => undefined);
      },
      onExchange: (exchange) => outcomes.push(exchange),
      onRefused: (refusal) => outcomes.push(refusal),
      ...rules,
    },
    (message) => told.push(message),
  );
  wire.receive({ type: 'open', id: 1, host: hostname, port: Number(port), secure: false });
  wire.receive({ type: 'data', id: 1, bytes: Buffer.from(text) });
  await asked;
  return { wire, server, outcomes, told, signals };
}

describe('a request that waits for its turn is given up', () => {
  it.each<[string, (wire: Wire) => void]>([
    ['when the process of the collection has ended', (wire) => wire.close()],
    ['when the collection closes its connection', (wire) => wire.receive({ type: 'close', id: 1 })],
  ])('%s', async (_name, end) => {
    const { wire, server, outcomes, signals } = await waiting();
    expect(wire.busy).toBe(true);
    end(wire);
    await wire.settled();
    expect([wire.busy, signals.map(({ aborted }) => aborted), outcomes, server.requests]).toEqual([
      false,
      [true],
      [],
      [],
    ]);
    wire.close();
    await server.close();
  });
});
