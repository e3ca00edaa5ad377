import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { harOf } from '../har-entries';
import { answered, finding, reportOf } from '../run-fixtures';
import type { LocalServer } from '../servers';
import type { Attack } from './attacks';
import { structureNames } from './families';
import { type MeasuredProcess, startMeasured, type Used } from './measured';

/** How often a process meets the attack. */
const times = 4;

/** What a process used, and how many bodies, answers or files it read meanwhile. */
export interface Met extends Used {
  readonly times: number;
}

interface Place {
  readonly folder: string;
  /** The target that attacks. */
  readonly target: LocalServer;
  readonly attack: Attack;
}

/** A command that meets attacks. */
export interface Subject {
  readonly name: string;
  /** It talks with the target, so that it can also be attacked by the way in which that answers. */
  readonly talks: boolean;
  /** The texts that it meets; all if absent. */
  readonly texts?: readonly string[];
  readonly meet: (place: Place) => Promise<Met>;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** It has the form of one. */
export const managementToken = `${part({ alg: 'HS256' })}.${part({ exp: 9_000_000_000 })}.${'c2ln'.repeat(11).slice(0, 43)}`;
const token = { IMBURSE_MANAGEMENT_TOKEN: managementToken };
const cases = ['accept.documented', 'accept.fresh-references', 'correlation.on-400', 'body.empty'];
const start = ({ folder }: Place, args: readonly string[], env: Readonly<Record<string, string>> = token) =>
  startMeasured(args, folder, env);

const runs = (engine: string): Subject => ({
  name: `run, ${engine}`,
  talks: true,
  meet: async (place) => {
    const chosen = cases.flatMap((id) => ['--case', id]);
    const args = ['run', '--target', place.target.url, '--engine', engine, ...chosen];
    const used = await start(place, [...args, '--retries', '0', '--timeout', '2000', '--out', 'out']).used;
    return { ...used, times: place.target.requests.length };
  },
});

/** Sends a request with the attack as its body, and reads what comes. */
function send(url: string, body: string): Promise<void> {
  return new Promise((resolve) => {
    const headers = { Authorization: 'Bearer not-a-real-token', 'Content-Type': 'application/json' };
    const sent = request(`${url}/v1/identity/payout`, { method: 'POST', headers, agent: false }, (response) => {
      response.resume().on('close', resolve);
    });
    sent.on('error', () => resolve());
    sent.end(body);
  });
}

/** The URL of a proxy, once it listens. */
export async function forwarded({ child, written }: MeasuredProcess): Promise<string> {
  for (;;) {
    const [, url] = /^Forwarding (\S+) to /m.exec(written.stdout) ?? [];
    if (url !== undefined) return url;
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    if (child.exitCode !== null) throw new Error(`the proxy ended: ${written.stderr}`);
  }
}

const proxy: Subject = {
  name: 'proxy',
  talks: true,
  meet: async (place) => {
    const { target, attack } = place;
    const { text } = attack;
    const process = start(place, ['proxy', '--target', target.url, '--port', '0', '--har', '--out', 'out']);
    const url = await forwarded(process);
    // Some ways to answer have no end.
    const most = setTimeout(() => void target.close(), 10_000);
    for (let count = 0; count < times; count += 1) await send(url, text);
    clearTimeout(most);
    process.child.kill('SIGTERM');
    return { ...(await process.used), times: 2 * times };
  },
};

/** An entry of a HAR file whose bodies are a text. */
export function recordedEntry(text: string, status = 201): object {
  const type = [{ name: 'Content-Type', value: 'application/json' }];
  const headers = [{ name: 'Authorization', value: `Bearer ${managementToken}` }, ...type];
  return {
    ...{ startedDateTime: '2026-03-01T10:00:00.000Z', time: 1, cache: {}, timings: {} },
    request: {
      ...{ method: 'POST', url: 'https://a.example/v1/identity/payout', headers },
      postData: { mimeType: 'application/json', text },
    },
    response: {
      ...{ status, statusText: '', headers: type },
      content: { size: text.length, mimeType: 'application/json', text },
    },
  };
}

const recording = (text: string): string =>
  JSON.stringify(harOf(Array.from({ length: times }, (_, index) => recordedEntry(text, index % 2 === 0 ? 201 : 400))));

const check: Subject = {
  name: 'check',
  talks: false,
  meet: async (place) => {
    writeFileSync(join(place.folder, 'app.har'), recording(place.attack.text));
    return { ...(await start(place, ['check', 'app.har', '--out', 'out']).used), times: 2 * times };
  },
};

/** A report whose texts are this one. */
export function recordedReport(text: string, cases = times): string {
  const { response, ...exchange } = answered(400);
  const exchanges = [{ ...exchange, response: { ...response!, body: text } }] as ReturnType<typeof answered>[];
  const failed = (index: number) => ({
    ...{ id: `case-${index}`, verdict: 'failed' as const, exchanges },
    findings: [finding({ actual: text })],
  });
  return JSON.stringify(reportOf({ cases: Array.from({ length: cases }, (_, index) => failed(index)) }));
}

const reporting: Subject = {
  name: 'report',
  talks: false,
  meet: async (place) => {
    writeFileSync(join(place.folder, 'own.json'), recordedReport(place.attack.text));
    const args = ['report', 'own.json', '--out', 'out', '--reporter', 'console,json,junit,html,markdown'];
    return { ...(await start(place, args).used), times: 2 * times };
  },
};

const fleet: Subject = {
  name: 'fleet',
  talks: true,
  meet: async (place) => {
    const { folder, target } = place;
    const partners = Array.from({ length: times }, (_, index) => ({
      ...{ name: `Partner ${index}`, target: target.url, managementToken: { env: 'TOKEN' } },
    }));
    writeFileSync(join(folder, 'partners.yaml'), JSON.stringify({ partners }));
    const args = ['fleet', 'partners.yaml', '--retries', '0', '--timeout', '2000', '--out', 'out'];
    const used = await start(place, args, { TOKEN: managementToken }).used;
    return { ...used, times: target.requests.length };
  },
};

/** A command that gets the attack in place of the file that it takes. */
const fileOf = (name: string, file: string, args: readonly string[]): Subject => ({
  ...{ name, talks: false, texts: structureNames },
  meet: async (place) => {
    writeFileSync(join(place.folder, file), place.attack.text);
    return { ...(await start(place, args).used), times: 1 };
  },
});

/** The commands that read what others wrote. */
export const subjects: readonly Subject[] = [
  ...[runs('newman'), runs('direct'), proxy, check, reporting, fleet],
  fileOf('check, file', 'file', ['check', 'file', '--out', 'out']),
  fileOf('report, file', 'file', ['report', 'file', '--out', 'out']),
  fileOf('fleet, file', 'file', ['fleet', 'file', '--out', 'out']),
];

/** Lets a command meet an attack. */
export async function meet(subject: Subject, attack: Attack, folder: string): Promise<Met> {
  const target = await attack.start();
  try {
    return await subject.meet({ folder, target, attack });
  } finally {
    await target.close();
    rmSync(join(folder, 'out'), { recursive: true, force: true });
  }
}
