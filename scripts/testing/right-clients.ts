import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  askPayout,
  bearer,
  byCurl,
  byFetch,
  byNode,
  byUndici,
  exchange,
  getOptions,
  getToken,
  hmacHeader,
  inTurn,
  jsonType,
  type Partner,
  payoutTokenOf,
  references,
} from './client-programs';

/** A client that keeps the contract, in a way that looks like a mistake at first sight. */
export interface RightClient {
  readonly name: string;
  readonly sandbox?: string;
  readonly run: (partner: Partner) => Promise<unknown>;
}

const body = (customerRef: string): string => JSON.stringify({ ...references, customerRef });

/** Sends a request and hangs up before the response. */
function hangUp({ url }: Partner, head: string): Promise<void> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(`POST ${exchange} HTTP/1.1\r\nHost: 127.0.0.1\r\n${head}\r\n`, () => {
        socket.destroy();
        resolve();
      });
    });
    socket.on('error', () => resolve());
  });
}

const many = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

/** Clients that are right. */
export const rightClients: readonly RightClient[] = [
  {
    name: 'one token for many requests at once',
    run: async (partner) => {
      const token = await getToken(partner);
      await many(20, () => askPayout(partner, token));
      await many(5, async (index) =>
        getOptions(partner, await payoutTokenOf(partner, token, { ...references, orderRef: `${index}` })),
      );
    },
  },
  {
    name: 'workers that hold a token each',
    run: (partner) =>
      many(6, async (worker) => {
        const token = await getToken(partner, byUndici);
        await inTurn(3, (index) => askPayout(partner, token, { body: body(`w${worker}-${index}`) }, byUndici));
      }),
  },
  {
    name: 'a new nonce after a lost connection',
    run: async (partner) => {
      await hangUp(partner, `Authorization: ${hmacHeader(partner)}\r\nContent-Length: 0\r\n`);
      const token = await getToken(partner, byNode);
      await askPayout(partner, token, {}, byNode);
      await askPayout(partner, token, { body: body('other') }, byNode);
    },
  },
  {
    name: 'a lower-case scheme, a charset, fractional seconds, a correlation id and the account headers',
    run: async (partner) => {
      const time = (Date.now() / 1000).toFixed(3);
      const headers = { authorization: hmacHeader(partner, { time }).replace('Hmac', 'hmac') };
      const { accessToken } = JSON.parse((await byFetch(partner, { path: exchange, headers })).body) as {
        accessToken: string;
      };
      const sent = {
        ...{ authorization: `bearer ${accessToken}`, 'content-type': 'application/json; charset=utf-8' },
        ...{ 'X-Correlation-ID': 'my-id', 'x-account-id': partner.accountId, 'x-tenant-id': partner.tenantId },
      };
      await byFetch(partner, { headers: sent, body: JSON.stringify(references) });
    },
  },
  {
    name: 'a wait as long as Retry-After says',
    sandbox: 'rate-limited-at-first',
    run: (partner) =>
      inTurn(3, async () => {
        const { status } = await byFetch(partner, { path: exchange, headers: { Authorization: hmacHeader(partner) } });
        if (status === 429) await sleep(1100);
      }),
  },
  {
    name: 'a payout token for each order, each used once',
    run: async (partner) => {
      const token = await getToken(partner);
      await inTurn(4, async (order) =>
        getOptions(partner, await payoutTokenOf(partner, token, { ...references, orderRef: `order-${order}` })),
      );
    },
  },
];

/** The same with curl, where it is installed. */
export const rightByCurl: RightClient = {
  name: 'curl with all that the documentation asks for',
  run: async (partner) => {
    const token = await getToken(partner, byCurl);
    await byCurl(partner, { headers: { ...bearer(token), ...jsonType }, body: JSON.stringify(references) });
  },
};
