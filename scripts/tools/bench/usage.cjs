// Preloaded into each measured process: writes the resources that it used when it exits.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');

/** In KiB, as the kernel counts it. `maxRSS` alone may be that of the process from which this one was forked. */
function peak() {
  const own = existsSync('/proc/self/status') && /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  return own ? Number(own[1]) : process.resourceUsage().maxRSS;
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMb: peak() / 1024 };
  writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
