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
  take(net.Server.prototype, 'listen', 'a server');
  for (const name of ['bind', 'send', 'connect']) take(dgram.Socket.prototype, name, 'a datagram');
  takeAll(dns.Resolver.prototype, 'dns');
  takeAll(dns.promises.Resolver.prototype, 'dns');
  takeAll(dns.promises, 'dns');
  takeAll(dns, 'dns');
  takeAll(require('node:child_process'), 'child_process');
  takeAll(require('node:cluster'), 'cluster');
  takeAll(require('node:inspector'), 'inspector');
  take(require('node:worker_threads'), 'Worker');
  take(require('node:v8'), 'writeHeapSnapshot');
  take(require('node:v8'), 'setFlagsFromString');
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
  for (const name of [...own, ...more]) take(process, name, `process.${name}`);
  for (const name of ['stdout', 'stderr'])
    Object.defineProperty(process, name, { value: undefined, configurable: false });
}

module.exports = { lockDown };
