import type { Side } from '../judge/case-verdict';
import { calledAs } from '../lib/called-as';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { shellQuote } from '../lib/shell';
import { messageOf, UserError } from '../lib/user-error';
import type { WireExchange } from '../lib/wire-exchange';
import { RollingRedactor } from '../report/rolling-redactor';
import { makeOutDir, type OutDir } from '../run/out-dir';
import { trafficCheckerFor } from '../run/traffic/both-sides';
import { TrafficRun } from '../run/traffic/traffic-run';
import { pathOf, seenExchange } from '../run/traffic/wire-exchange';
import type { Sandbox } from '../sandbox';
import { endReporting, openReporting } from './reporting';
import { ClientLines, endText } from './sandbox-clients-text';

/** The files of a report: the console says at the end what the files hold. */
const files = 'json,junit,html,markdown,ndjson';

/** How the clients of a sandbox are judged. */
export interface ClientReportOptions {
  readonly folder: string;
  readonly side: Side;
  readonly fault?: string | undefined;
  readonly json: boolean;
}

/** Judges the clients of a sandbox while it runs. */
export interface ClientReporting {
  add(exchange: WireExchange): void;
  /** Writes the report, and returns the exit code. */
  finish(): Promise<number>;
}

function reportFolder(folder: string, now: Date, io: Io): OutDir {
  try {
    return makeOutDir(folder, io.cwd, 'sandbox', now);
  } catch (error) {
    throw new UserError(`--report: ${messageOf(error)}`, 'choose another folder with --report');
  }
}

/**
 * Starts to judge the clients of a sandbox.
 *
 * @throws UserError if the folder cannot be written
 */
export async function reportClients(sandbox: Sandbox, options: ClientReportOptions, io: Io): Promise<ClientReporting> {
  const { folder, side, fault, json } = options;
  const { url, credentials } = sandbox;
  const started = performance.now();
  const now = new Date();
  const outDir = reportFolder(folder, now, io);
  const reporting = await openReporting({ reporter: files }, () => outDir, io);
  const redactor = new RollingRedactor(credentials);
  const run = new TrafficRun({
    checker: trafficCheckerFor(url, credentials, { server: { knowsAllKeys: true, issued: sandbox.issued } }),
    target: { name: 'embedded', kind: 'embedded', baseUrl: url },
    ...{ engine: 'sandbox', source: 'the clients of the sandbox', strict: false, side, now, redactor },
    reproduce: `${calledAs(io.env)} sandbox --report ${shellQuote(folder)}${fault ? ` --fault ${shellQuote(fault)}` : ''}`,
    onEvent: (event) => reporting.onEvent(event),
  });
  const lines = new ClientLines(json ? () => undefined : (text) => io.stdout.write(text));
  let error: string | undefined;
  return {
    add(exchange) {
      try {
        const { fresh } = run.add(seenExchange(exchange, url), {
          at: exchange.startedAt,
          requestBytes: exchange.request.body,
        });
        lines.findings(fresh, redactor.redact(`${exchange.request.method} ${pathOf(exchange.request.path)}`));
      } catch (thrown) {
        error ??= redactor.redact(messageOf(thrown));
      }
    },
    async finish() {
      const durationMs = Math.round(performance.now() - started);
      const report = run.finish({ durationMs, ...(error !== undefined && { error }) });
      await reporting.onReport(report).finally(reporting.release);
      io.stdout.write(json ? `${jsonText(report)}\n` : endText(report, fault, outDir.shown));
      return endReporting(report.exitCode, reporting.failures, io);
    },
  };
}
