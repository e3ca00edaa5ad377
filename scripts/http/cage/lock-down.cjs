// @ts-check
'use strict';

const { builtinModules, syncBuiltinESMExports } = require('node:module');

/** The modules of Node that Newman and its packages may use. Of any other, functions and classes are taken away. */
const usable = new Set([
  ...['assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console', 'constants', 'crypto'],
  ...['dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs', 'fs/promises', 'http', 'http2'],
  ...['https', 'inspector', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process'],
  ...['punycode', 'querystring', 'readline', 'readline/promises', 'stream', 'stream/consumers', 'stream/promises'],
  ...['stream/web', 'string_decoder', 'sys', 'timers', 'timers/promises', 'tls', 'trace_events', 'tty', 'url', 'util'],
  ...['util/types', 'v8', 'vm', 'worker_threads', 'zlib'],
]);
/** Older versions of Node do not list those of its modules that have a name only with this prefix. */
const prefixed = ['node:sea', 'node:sqlite', 'node:test', 'node:test/reporters'];

/**
 * Takes away what a script that leaves its virtual machine could use. What Node's permissions cover is refused by Node.
 *
 * @param {import('node:net').Socket} channel to the parent
 */
function lockDown(channel) {
  /** @param {string} name */
  const refuse = (name) =>
    function refused() {
      throw new Error(`${name} is not available to a collection`);
    };
  /** @param {any} object @param {string} name @param {string} shown */
  const take = (object, name, shown = name) => {
    if (object?.[name] === undefined) return;
    try {
      Object.defineProperty(object, name, { value: refuse(shown), configurable: false, writable: false });
    } catch {
      // Already fixed by Node.
    }
  };
  /** @param {any} object @param {string} shown */
  const takeAll = (object, shown) => {
    const isFunction = (/** @type {string} */ name) => {
      try {
        return typeof object[name] === 'function';
      } catch {
        // It is read of an instance only.
        return false;
      }
    };
    for (const name of Object.getOwnPropertyNames(object))
      if (name !== 'constructor' && isFunction(name)) take(object, name, `${shown}.${name}`);
  };
  const net = require('node:net');
  const dgram = require('node:dgram');
  const dns = require('node:dns');
  /** By whatever door a script gets a handle of the system, its class connects, binds and listens no more. @param {() => any} make */
  const takeClass = (make) => {
    /** @type {any} */
    let handle;
    try {
      handle = make();
    } catch {
      // Refused by Node's permissions.
    }
    if (typeof handle !== 'object' || handle === null) return;
    takeAll(Object.getPrototypeOf(handle), handle.constructor.name);
    if (handle !== /** @type {any} */ (channel)._handle) handle.close();
  };
  // What writes a database asks no permission of Node before version 25, and a later version may bring more of the kind.
  for (const name of [...builtinModules, ...prefixed]) {
    // Parts of others, by their older names.
    if (usable.has(name) || name.startsWith('_')) continue;
    try {
      takeAll(require(name), name);
    } catch {
      // This version of Node does not have it.
    }
  }
  takeClass(() => /** @type {any} */ (channel)._handle);
  takeClass(() => /** @type {any} */ (net)._createServerHandle('127.0.0.1', 0, 4));
  takeClass(() => /** @type {any} */ (dgram)._createSocketHandle(null, 0, 'udp4'));
  take(net.Socket.prototype, 'connect', 'a connection');
  // What makes a handle of the system gives its class, which listens and connects without the functions above.
  for (const name of ['listen', '_listen2']) take(net.Server.prototype, name, 'a server');
  take(net, '_createServerHandle', 'a server');
  for (const name of ['bind', 'send', 'connect']) take(dgram.Socket.prototype, name, 'a datagram');
  takeAll(dgram, 'dgram');
  takeAll(dns.Resolver.prototype, 'dns');
  takeAll(dns.promises.Resolver.prototype, 'dns');
  takeAll(dns.promises, 'dns');
  takeAll(dns, 'dns');
  takeAll(require('node:child_process'), 'child_process');
  takeAll(require('node:cluster'), 'cluster');
  takeAll(require('node:inspector'), 'inspector');
  take(require('node:worker_threads'), 'Worker');
  for (const name of ['writeHeapSnapshot', 'setHeapSnapshotNearHeapLimit', 'takeCoverage', 'setFlagsFromString'])
    take(require('node:v8'), name);
  take(require('node:os'), 'setPriority', 'os.setPriority');
  // Node writes traces without asking its permissions.
  takeAll(require('node:trace_events'), 'trace_events');
  takeAll(process.report, 'process.report');
  const own = [
    'kill',
    '_kill',
    '_debugProcess',
    '_debugEnd',
    '_startProfilerIdleNotifier',
    'binding',
    '_linkedBinding',
  ];
  const more = ['dlopen', 'chdir', 'send', 'abort', 'exit', 'setUncaughtExceptionCaptureCallback'];
  const others = ['_getActiveHandles', '_getActiveRequests', 'loadEnvFile', 'execve'];
  for (const name of [...own, ...more, ...others]) take(process, name, `process.${name}`);
  for (const name of ['stdout', 'stderr'])
    Object.defineProperty(process, name, { value: undefined, configurable: false });
  // What an import statement gets is a copy.
  syncBuiltinESMExports();
}

module.exports = { lockDown };
