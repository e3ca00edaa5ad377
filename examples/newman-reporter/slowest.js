const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { defineReporter } = require('payout-contract/reporter');

/** Writes the slowest cases to slowest.txt. */
module.exports = defineReporter(({ outDir, stdout }) => ({
  onEvent(event) {
    if (event.type === 'case-finished' && event.verdict === 'failed')
      stdout.write(`${event.id}: ${event.findings[0]?.message}\n`);
  },
  onReport({ cases, verdict }) {
    const slowest = [...cases].sort((one, other) => other.durationMs - one.durationMs).slice(0, 5);
    const lines = slowest.map(({ id, durationMs }) => `${durationMs} ms  ${id}`);
    writeFileSync(join(outDir, 'slowest.txt'), `${[verdict, ...lines].join('\n')}\n`);
  },
}));
