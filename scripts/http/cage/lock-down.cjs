// @ts-check
'use strict';

/** Takes away what a script that leaves its virtual machine could use. What Node's permissions cover is refused by Node. */
function lockDown() {
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
    for (const name of Object.getOwnPropertyNames(object))
      if (name !== 'constructor' && typeof object[name] === 'function') take(object, name, `${shown}.${name}`);
  };
  const net = require('node:net');
  const dgram = require('node:dgram');
  const dns = require('node:dns');
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
}

module.exports = { lockDown };
