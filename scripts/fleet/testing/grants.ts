import { Redis } from 'ioredis';

/**
 * Records when the gate of a fleet lets a request through, by the clock of Redis. That is what the rate limit applies to:
 * when a request arrives also depends on how busy this machine is. A pause (429) is recorded as well.
 *
 * @param grants receives the times, in milliseconds
 * @returns stops recording
 */
export async function watchGrants(url: string, grants: number[]): Promise<() => void> {
  const monitor = await new Redis(url, { lazyConnect: true }).monitor();
  // Redis is killed on purpose.
  monitor.on('error', () => undefined);
  monitor.on('monitor', (seconds: string, [command, key]: string[], source: string) => {
    if (source === 'lua' && command?.toUpperCase() === 'SET' && key?.endsWith('gate'))
      grants.push(Number(seconds) * 1000);
  });
  return () => monitor.disconnect();
}
