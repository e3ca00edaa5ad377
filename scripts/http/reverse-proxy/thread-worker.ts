import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../lib/user-error';
import type { ProxyServer } from '../proxy';
import { type ReverseProxy, type ReverseProxyOptions, startReverseProxy } from '.';
import type { ProxyRefusal } from './refusal';
import type { ForwardedExchange } from './transaction';

/** What the thread is told. A URL cannot be sent, so it goes as text. */
export type ToThread =
  | {
      readonly kind: 'start';
      readonly options: Omit<ReverseProxyOptions, 'clocks'>;
      readonly proxy?: Omit<ProxyServer, 'url'> & { readonly url: string };
    }
  | { readonly kind: 'close'; readonly graceMs: number };

/** What the thread tells, in order. */
export type FromThread =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: string | undefined }
  | { readonly kind: 'exchange'; readonly exchange: ForwardedExchange }
  | { readonly kind: 'refused'; readonly refusal: ProxyRefusal }
  | { readonly kind: 'closed' };

const tell = (message: FromThread): void => parentPort?.postMessage(message);

let running: ReverseProxy | undefined;

async function start({ options, proxy }: Extract<ToThread, { kind: 'start' }>): Promise<void> {
  const route = { ...options.route, ...(proxy && { proxy: { ...proxy, url: new URL(proxy.url) } }) };
  try {
    running = await startReverseProxy(
      { ...options, route },
      {
        exchange: (exchange) => tell({ kind: 'exchange', exchange }),
        refused: (refusal) => tell({ kind: 'refused', refusal }),
      },
    );
    tell({ kind: 'listening', port: running.port });
  } catch (error) {
    tell({ kind: 'failed', message: messageOf(error), code: (error as NodeJS.ErrnoException).code });
  }
}

parentPort?.on('message', async (message: ToThread) => {
  if (message.kind === 'start') return start(message);
  await running?.close(message.graceMs);
  tell({ kind: 'closed' });
});
