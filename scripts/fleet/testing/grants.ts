import { Redis } from 'ioredis';

/**
 * Notes when the gate of a fleet lets a request through, by the clock of Redis: what the limit is on. When a request
 * arrives depends on how busy this machine is as well. A pause (429) would count as one.
 *
 * @param grants gets the times, in milliseconds
 * @returns ends it
 */
export async function watchGrants(url: string, grants: number[]): Promise<() => void> {
  const monitor = await new Redis(url, { lazyConnect: true }).monitor();
  // It is killed on purpose.
  monitor.on('error', () => undefined);
  monitor.on('monitor', (seconds: string, [command, key]: string[], source: string) => {
    if (source === 'lua' && command?.toUpperCase() === 'SET' && key?.endsWith('gate'))
      grants.push(Number(seconds) * 1000);
  });
  return () => monitor.disconnect();
}
