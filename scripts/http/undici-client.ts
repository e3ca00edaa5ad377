import { setFlagsFromString } from 'node:v8';
import type * as undici from 'undici';

// V8 would optimise undici's HTTP parser, which is WebAssembly, in the background: it takes a tenth of a second, for
// which the end of the process waits, and thousands of exchanges are no faster for it.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);

/** A client for one origin. Not by way of undici's index, which loads fetch, WebSockets and more: half of a short run. */
export const Client = require('undici/lib/dispatcher/client') as typeof undici.Client;
export type Client = undici.Client;

export const buildConnector = require('undici/lib/core/connect') as typeof undici.buildConnector;
