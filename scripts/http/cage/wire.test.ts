import { httpServer } from '../../testing/servers';
import type { ToChild } from './protocol';
import { type CageExchange, type UnsentRequest, Wire } from './wire';

const textTo = (host: string, more = ''): string =>
  `POST /v1/identity/payout HTTP/1.1\r\nHost: ${host}\r\n${more}Content-Length: 2\r\n\r\n{}`;

/** A request of a collection that waits for its turn: by default, as long as a target asks for. */
async function waiting(turn = (): Promise<undefined> => new Promise(() => undefined)) {
  const server = await httpServer((_, response) => response.end('{}'));
  const { origin, hostname, port } = new URL(server.url);
  const told: ToChild[] = [];
  const errors: unknown[] = [];
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
        return turn();
      },
      onExchange: (exchange) => outcomes.push(exchange),
      onRefused: (refusal) => outcomes.push(refusal),
    },
    (message) => told.push(message),
    (error) => errors.push(error),
  );
  wire.receive({ type: 'open', id: 1, host: hostname, port: Number(port), secure: false });
  wire.receive({ type: 'data', id: 1, bytes: Buffer.from(textTo(`${hostname}:${port}`)) });
  await asked;
  return { wire, server, outcomes, told, errors, signals };
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

describe('a request goes nowhere else than its connection', () => {
  const secret = 'eyJhbGciOi.secret-of-the-target.x_Y-z';

  /** What became of a request with these headers, and how often a server got it. */
  async function sending(text: (host: string) => string, isTarget: boolean) {
    const server = await httpServer((_, response) => response.end('{}'));
    const { origin, hostname, host, port } = new URL(server.url);
    const production = 'http://production.example';
    const outcome = new Promise<string>((resolve) => {
      const wire = new Wire(
        {
          ...{ origin: isTarget ? origin : 'http://127.0.0.1:1', route: {}, timeoutMs: 60_000, placeholders: [] },
          ...{ signal: new AbortController().signal, beforeSending: async () => undefined },
          refuse: (named) =>
            named === production ? { kind: 'production', origin: named, message: 'it is production' } : undefined,
          holdsSecret: (part) => part.includes(secret),
          onExchange: ({ outcome: { kind } }) => resolve(kind),
          onRefused: ({ kind }) => resolve(kind),
        },
        () => undefined,
        () => undefined,
      );
      wire.receive({ type: 'open', id: 1, host: hostname, port: Number(port), secure: false });
      wire.receive({ type: 'data', id: 1, bytes: Buffer.from(text(host)) });
    });
    const became = await outcome;
    await server.close();
    return [became, server.requests.length];
  }

  it.each<[string, boolean, (host: string) => string, string]>([
    ['to the target, with its name', true, (host) => textTo(host), 'response'],
    ['to the target, with another name', true, () => textTo('other.example'), 'secret-elsewhere'],
    ['to the target, with another port', true, (host) => textTo(host.replace(/\d+$/, '1')), 'secret-elsewhere'],
    ['to the target, with the name of production', true, () => textTo('production.example'), 'production'],
    ['to the target, with what is no name', true, () => textTo('a/b'), 'malformed'],
    ['to the target, with two names', true, (host) => textTo(host, 'host: other.example\r\n'), 'secret-elsewhere'],
    [
      'to the target, with a method that is not known',
      true,
      (host) => textTo(host).replace('POST', 'MINE'),
      'malformed',
    ],
    ['to another origin, with another name', false, () => textTo('other.example'), 'response'],
    ['to another origin, with the name of production', false, () => textTo('production.example'), 'production'],
    ['to another origin, with a secret', false, (host) => textTo(host, `X: ${secret}\r\n`), 'secret-elsewhere'],
    [
      'to another origin, with a secret in the name of a header',
      false,
      (host) => textTo(host, `X-${secret}: 1\r\n`),
      'secret-elsewhere',
    ],
  ])('%s', async (_name, isTarget, text, wanted) => {
    expect(await sending(text, isTarget)).toEqual([wanted, wanted === 'response' ? 1 : 0]);
  });

  it.each<[string, (host: string) => string]>([
    ['without the header Host', () => textTo('x').replace('Host: x\r\n', '')],
    ['with an unknown expectation', (host) => textTo(host, 'Expect: a-miracle\r\n')],
  ])('and is answered by the target and nobody else, %s', async (_name, text) => {
    // The server refuses it before it counts.
    expect(await sending(text, true)).toEqual(['response', 0]);
  });
});

it('tells an error that a rule throws, and is not busy after it', async () => {
  const { wire, server, outcomes, errors } = await waiting(() => Promise.reject(new Error('no turn')));
  await wire.settled();
  expect([wire.busy, errors, outcomes, server.requests]).toEqual([false, [new Error('no turn')], [], []]);
  wire.close();
  await server.close();
});

describe('a collection that asks for too much', () => {
  const open = (wire: Wire, id: number): string | undefined =>
    wire.receive({ type: 'open', id, host: '127.0.0.1', port: 9, secure: false });

  it('has to end: connections', async () => {
    const { wire, server } = await waiting();
    const ends = Array.from({ length: 1100 }, (_, index) => open(wire, index + 2)).findIndex((each) => each);
    expect(ends).toBe(1023);
    wire.close();
    await server.close();
  });

  it('has to end: bytes that its connections hold together, but not those of connections that are closed', async () => {
    const { wire, server } = await waiting();
    const head = Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n');
    const bytes = Buffer.alloc(16 * 1024 * 1024);
    const hold = (id: number): string | undefined => {
      open(wire, id);
      wire.receive({ type: 'data', id, bytes: head });
      return wire.receive({ type: 'data', id, bytes });
    };
    const closed = Array.from({ length: 20 }, (_, index) => {
      const tooMuch = hold(index + 2);
      wire.receive({ type: 'close', id: index + 2 });
      return tooMuch;
    });
    expect(closed.filter((each) => each)).toEqual([]);
    const held = Array.from({ length: 20 }, (_, index) => hold(index + 100));
    expect(held.findIndex((each) => each)).toBe(11);
    wire.close();
    await wire.settled();
    await server.close();
  });

  it('gets one request through each connection', async () => {
    const { wire, server, signals } = await waiting();
    wire.receive({ type: 'data', id: 1, bytes: Buffer.from(textTo(new URL(server.url).host).repeat(100)) });
    await wire.settled();
    expect([signals.length, wire.busy, server.requests]).toEqual([1, false, []]);
    wire.close();
    await server.close();
  });
});
