import { run } from 'payout-contract/run';

/** Runs the contract, and writes each verdict to a database as it comes. */
export async function record(database, options) {
  database.exec('CREATE TABLE IF NOT EXISTS verdicts (at TEXT, id TEXT, verdict TEXT, finding TEXT)');
  const insert = database.prepare('INSERT INTO verdicts VALUES (?, ?, ?, ?)');
  const running = run(options);
  for await (const event of running.events) {
    if (event.type !== 'case-finished') continue;
    insert.run(new Date().toISOString(), event.id, event.verdict, event.findings[0]?.message ?? null);
  }
  return await running;
}
