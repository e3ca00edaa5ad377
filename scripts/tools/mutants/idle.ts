import { performance } from 'node:perf_hooks';

const lookMs = 50;
/** The greatest share of that time that an idle thread worked. */
const idleShare = 0.5;

/** Calls back every 50 ms in which this thread waited for most of the time. Does not keep the process alive. */
export function whenIdle(onIdle: () => void): void {
  let before = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization <= idleShare) onIdle();
  }, lookMs).unref();
}
