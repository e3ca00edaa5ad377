import { join } from 'node:path';
import { startThread } from '../../lib/start-thread';
import type { ProxyListener, ReverseProxy, ReverseProxyOptions } from '.';
import type { FromThread, ToThread } from './thread-worker';

/** A proxy in a thread of its own. */
export interface ThreadedProxy extends ReverseProxy {
  /** Resolves if the thread ends by an error; what was on its way then is lost. */
  readonly broken: Promise<Error>;
}

/**
 * Starts a reverse proxy in a thread of its own, so that what its listener does never delays what passes.
 *
 * @throws Error if it cannot listen
 */
export async function startProxyThread(
  options: Omit<ReverseProxyOptions, 'clocks'>,
  listener: ProxyListener,
): Promise<ThreadedProxy> {
  const worker = startThread(join(__dirname, 'thread-worker'));
  const tell = (message: ToThread): void => worker.postMessage(message);
  const broken = new Promise<Error>((resolve) => worker.once('error', resolve));
  let closed = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const listening = new Promise<number>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'exchange') listener.exchange(message.exchange);
      else if (message.kind === 'refused') listener.refused(message.refusal);
      else if (message.kind === 'listening') resolve(message.port);
      else if (message.kind === 'failed') reject(Object.assign(new Error(message.message), { code: message.code }));
      else closed();
    });
    void broken.then(reject);
  });
  const { proxy, ...route } = options.route;
  try {
    tell({ kind: 'start', options: { ...options, route }, ...(proxy && { proxy: { ...proxy, url: proxy.url.href } }) });
    const port = await listening;
    const end = async (graceMs: number): Promise<void> => {
      tell({ kind: 'close', graceMs });
      await Promise.race([ended, broken]);
      await worker.terminate();
    };
    let ending: Promise<void> | undefined;
    const close = (graceMs: number): Promise<void> => {
      ending ??= end(graceMs);
      return ending;
    };
    return { port, close, broken };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}
