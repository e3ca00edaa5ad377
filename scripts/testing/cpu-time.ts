/** Milliseconds of processor time that an action takes: unlike those of the clock, they do not grow on a busy machine. */
export function cpuMs(action: () => unknown): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
