/** The CPU time of an action in milliseconds, which does not grow on a busy machine, unlike wall-clock time. */
export function cpuMs(action: () => unknown): number {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
