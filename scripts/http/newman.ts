import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { NewmanRunOptions } from 'newman';
import type { Exchange } from '../contract/exchange';
import { postmanRequest, protocolProfileBehavior } from '../contract/postman-request';
import { resolveRequest } from '../contract/request';
import type { ContractCase } from '../contract/types';
import { resolve, type VariableValues } from '../contract/variables';
import { mapStrings } from '../lib/map-strings';
import { once } from '../lib/once';
import { packageRoot } from '../lib/package-root';
import { type NewmanAgents, newmanAgents, wasLostWhenIdle } from './newman-agents';
import { configureRuntime, type RequestEvent, stopAtSignal, toExchange } from './newman-exchange';
import type { Route } from './route';
import { sentBody } from './sent-body';
import type { Engine, PreparedRequest, SendOptions } from './types';

/**
 * Newman, loaded with the first use. Node 24 warns of what Newman reads of `fs` while it is loaded (DEP0176): nobody who
 * sees that can do anything about it. Loading is synchronous, so that no other warning is lost.
 */
export function loadNewman(): typeof import('newman') {
  const { noDeprecation = false } = process;
  process.noDeprecation = true;
  try {
    return require('newman') as typeof import('newman');
  } finally {
    process.noDeprecation = noDeprecation;
  }
}

/** The parts of an item of the generated collection that are used here. */
interface Item {
  readonly id: string;
  readonly name: string;
  readonly request: { readonly url: unknown; readonly body?: unknown };
  readonly protocolProfileBehavior?: object;
}
interface Folder {
  readonly item: readonly (Item | Folder)[];
}

const collectionFile = join(packageRoot, 'collections', 'payout-identity.postman_collection.json');

function itemsOf(folder: Folder): Item[] {
  return folder.item.flatMap((entry) => ('item' in entry ? itemsOf(entry) : [entry]));
}

const generatedItems = once(
  () => new Map(itemsOf(JSON.parse(readFileSync(collectionFile, 'utf8'))).map((item) => [item.id, item])),
);

function drawnItem({ id, title, request }: ContractCase): Item {
  return {
    id,
    name: title,
    request: postmanRequest(request) as Item['request'],
    protocolProfileBehavior: protocolProfileBehavior(request),
  };
}

/** An item as Newman sends it: variables are replaced, and scripts left out, because the harness judges by itself. */
function unscripted(
  { id, name, request, protocolProfileBehavior }: Item,
  values: VariableValues & { baseUrl?: string },
): Item {
  const replaced = mapStrings(request, (text) => resolve(text.replace('{{baseUrl}}', values.baseUrl ?? ''), values));
  return { id, name, request: replaced, ...(protocolProfileBehavior && { protocolProfileBehavior }) };
}

/**
 * Newman starts a virtual machine for scripts with each run, which costs more than ten requests do. Nothing sent here has
 * scripts, so the runner is told that the machine is managed elsewhere.
 */
const withoutScripts = { host: { external: true, instance: {} } };

/** Sends requests of the generated collection with Newman. Newman is loaded with the first batch. */
export function newmanEngine(baseUrl: string, route: Route = {}): Engine {
  const items = generatedItems();
  let agents: NewmanAgents | undefined;

  async function* send(
    batch: readonly PreparedRequest[],
    limits: SendOptions,
    onNewConnections = false,
  ): AsyncIterable<Exchange> {
    const { signal } = limits;
    const { run } = loadNewman();
    const attempts = new Map(batch.map(({ contractCase, attempt }) => [contractCase.id, attempt]));
    const item = batch.map(({ contractCase, values }) => {
      // A generated request is not in the collection.
      const found = items.get(contractCase.id) ?? drawnItem(contractCase);
      return unscripted(found, { ...values, baseUrl });
    });
    const bodies = new Map(
      batch.map(({ contractCase, values }) => {
        const { body } = resolveRequest(contractCase.request, baseUrl, values);
        return [contractCase.id, sentBody(body)];
      }),
    );
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
    if (agents?.limits !== limits || onNewConnections) agents = newmanAgents(route, limits);
    const options: NewmanRunOptions = {
      collection: { info: { name: 'batch', schema }, item } as unknown as string,
      reporters: [],
      ignoreRedirects: true,
      requestAgents: agents,
      workingDir: packageRoot,
    };
    const arrived = new Readable({ objectMode: true, read: () => undefined, signal });
    const lost = new Set<string>();
    let failure: unknown;
    const emitter = run(options, (error) => {
      failure = error;
      arrived.push(null);
    });
    configureRuntime(emitter, withoutScripts);
    stopAtSignal(emitter, signal);
    emitter.on('request', (error: Error | null, event: RequestEvent) => {
      const { id } = event.item;
      if (!onNewConnections && wasLostWhenIdle(error)) lost.add(id);
      else arrived.push(toExchange(error, event, attempts.get(id) ?? 1, bodies.get(id)));
    });
    try {
      yield* arrived;
      if (failure) throw failure;
    } catch (error) {
      // The signal ends the stream with an error of its own.
      if (!signal.aborted) throw error;
      return;
    }
    // One by one: in one batch, the second would go over the connection of the first, and might be lost again.
    for (const prepared of batch) if (lost.has(prepared.contractCase.id)) yield* send([prepared], limits, true);
  }
  // Large enough to repay the start of Newman, small enough to lose little when interrupted.
  return { name: 'newman', batchSize: 16, send };
}
