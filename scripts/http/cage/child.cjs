// @ts-check
'use strict';

// Runs in a process of its own, with an empty environment, without the rights to files, processes and threads, and
// without a secret. Plain JavaScript, so that nothing has to be compiled in there. What scripts of others can reach is
// described in docs/collections.md.

const http = require('node:http');
const https = require('node:https');
const { createRequire } = require('node:module');
const { Socket } = require('node:net');
const { Duplex, Readable } = require('node:stream');
const { FrameReader, frameOf, longestPiece } = require('./channel.cjs');
const { lockDown } = require('./lock-down.cjs');
const { codeOf, messageOf, parametersOf, text } = require('./texts.cjs');
// By its real path: what is beside the folders of packages, links among them, cannot be read here.
const newmanFile = String(process.argv[2]);
/** @type {typeof import('newman')} */
const newman = require(newmanFile);

/** @typedef {import('./protocol').FromChild} FromChild */
/** @typedef {import('./protocol').ToChild} ToChild */

/** Lines of output that are passed on for each script. */
const mostLines = 100;

const channel = new Socket({ fd: 3, readable: true, writable: true });
const exit = process.exit.bind(process);

/** @type {(message: FromChild, done?: (error?: Error | null) => void) => void} */
const send = (message, done) => {
  channel.write(frameOf(message), done);
};

/** A connection, which the parent decides about and opens. */
class Line extends Duplex {
  static last = 0;
  /** @type {Map<number, Line>} */
  static open = new Map();

  /** @param {{ host?: string, port?: number | string }} options @param {boolean} secure */
  constructor({ host = '', port = 0 }, secure) {
    super();
    Line.last += 1;
    this.id = Line.last;
    Line.open.set(this.id, this);
    send({ type: 'open', id: this.id, host, port: Number(port), secure });
  }
  /** @override */
  _read() {}
  /** @override @param {Buffer} bytes @param {string} _encoding @param {(error?: Error | null) => void} done */
  _write(bytes, _encoding, done) {
    let at = 0;
    for (; bytes.length - at > longestPiece; at += longestPiece)
      send({ type: 'data', id: this.id, bytes: bytes.subarray(at, at + longestPiece) });
    send({ type: 'data', id: this.id, bytes: bytes.subarray(at) }, done);
  }
  /** @override @param {(error?: Error | null) => void} done */
  _final(done) {
    send({ type: 'end', id: this.id }, done);
  }
  /** @override @param {Error | null} error @param {(error?: Error | null) => void} done */
  _destroy(error, done) {
    if (Line.open.delete(this.id)) send({ type: 'close', id: this.id });
    done(error);
  }
  // What Node's HTTP client expects of a socket.
  setKeepAlive() {
    return this;
  }
  setNoDelay() {
    return this;
  }
  setTimeout() {
    return this;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
}

/** @param {any} agent @param {boolean} secure */
function throughParent(agent, secure) {
  agent.createConnection = (/** @type {any} */ options) => new Line(options, secure);
  // The parent ends each connection after its response.
  agent.keepSocketAlive = () => false;
  return agent;
}

/** Files come from the parent too, which knows which of them the collection may have. */
class Files {
  static last = 0;
  /** @type {Map<number, (answer: Extract<ToChild, { type: 'file' }>) => void>} */
  static waiting = new Map();

  constructor() {
    /** @type {Map<string, Buffer>} */
    this.content = new Map();
  }

  /** @param {string} path @param {(error: Error | null, content?: Buffer) => void} done */
  readFile(path, done) {
    Files.last += 1;
    Files.waiting.set(Files.last, ({ bytes, refused }) => {
      if (bytes === undefined)
        return done(Object.assign(new Error(refused), { code: refused === undefined ? 'ENOENT' : 'EACCES' }));
      done(null, Buffer.from(bytes));
    });
    send({ type: 'file', id: Files.last, path: text(path) });
  }
  /** @param {string} path @param {(error: Error | null, stats?: { mode: number, isFile: () => boolean }) => void} done */
  stat(path, done) {
    this.readFile(path, (error, content) => {
      if (error || !content) return done(error);
      this.content.set(path, content);
      done(null, { mode: 0o400, isFile: () => true });
    });
  }
  /** @param {string} path */
  createReadStream(path) {
    const content = this.content.get(path) ?? Buffer.alloc(0);
    // By these fields the length of a form is known.
    return Object.assign(Readable.from(content.length > 0 ? [content] : []), {
      path,
      fd: null,
      mode: 0o400,
      start: 0,
      end: content.length - 1,
    });
  }
}

const lines = { shown: 0, more: 0 };

/** @param {any} item @returns {string[]} */
function pathOf(item) {
  const parents = item?.parent?.();
  const above = parents && typeof parents.parent === 'function' && parents.parent() ? pathOf(parents) : [];
  return item ? [...above, text(item.name ?? '')] : [];
}

/** @param {any} cursor @param {any} item @returns {import('./protocol').ItemPlace} */
const place = (cursor, item) => ({
  item: text(item?.id ?? ''),
  path: pathOf(item).slice(0, 50),
  iteration: Number(cursor?.iteration ?? 0),
});

const ofNewman = createRequire(newmanFile);

/** Iteration data as Newman reads its files. @param {string} content @returns {object[]} */
function dataOf(content) {
  try {
    return ofNewman('liquid-json').parse(content.trim());
  } catch {
    const cast = (/** @type {string} */ value, /** @type {{ quoting: boolean }} */ { quoting }) =>
      quoting || !/^-?\d+(\.\d+)?$/.test(value) ? value : Number(value);
    const options = { columns: true, escape: '"', cast, trim: true, relax: true, relax_column_count: true, bom: true };
    return ofNewman('csv-parse/lib/sync')(content, options);
  }
}

/** @param {import('./protocol').CagedRun} run */
function start(run) {
  const agents = {
    http: throughParent(new http.Agent({ keepAlive: true }), false),
    https: throughParent(new https.Agent({ keepAlive: true }), true),
  };
  const { maxBodyBytes, iterationData, ...options } = run;
  /** @type {any} */
  const settings = {
    ...options,
    ...(iterationData !== undefined && { iterationData: dataOf(iterationData) }),
    reporters: [],
    ignoreRedirects: true,
    requestAgents: agents,
    insecureFileRead: false,
  };
  /** @type {any} */
  const emitter = newman.run(settings, (error) => {
    send({ type: 'done', ...(error && { error: messageOf(error) }) }, () => exit(0));
  });
  /** @type {any} */
  let runner;
  Object.defineProperty(emitter, 'runner', {
    get: () => runner,
    set: (made) => {
      runner = made;
      runner.options.run = { requester: { maxResponseSize: maxBodyBytes }, ignoreProxyEnvironmentVariables: true };
      const begin = runner.run.bind(runner);
      runner.run = (/** @type {any} */ collection, /** @type {any} */ given, /** @type {any} */ done) =>
        begin(
          collection,
          { ...given, fileResolver: new Files() },
          (/** @type {any} */ error, /** @type {any} */ made) => {
            items = made?.state?.items ?? [];
            done(error, made);
          },
        );
    },
  });
  /** The requests of this run. @type {any[]} */
  let items = [];
  /** What the scripts of the current item have asked for with `setNextRequest`. @type {{ asked: unknown } | undefined} */
  let next;

  emitter.on('beforeItem', (/** @type {any} */ _error, /** @type {any} */ { cursor, item }) => {
    next = undefined;
    send({ type: 'item', at: place(cursor, item) });
  });
  emitter.on('beforeScript', (/** @type {any} */ _error, /** @type {any} */ { event }) => {
    lines.shown = 0;
    send({ type: 'script', listen: text(event?.listen) });
  });
  emitter.on('script', (/** @type {any} */ error, /** @type {any} */ { event, execution }) => {
    const result = execution?.return;
    if (result && 'nextRequest' in result) next = { asked: result.nextRequest };
    const more = lines.more;
    lines.more = 0;
    send({ type: 'script-end', listen: text(event?.listen), more, ...(error && { error: messageOf(error) }) });
  });
  emitter.on('beforeRequest', (/** @type {any} */ _error, /** @type {any} */ { request }) =>
    send({ type: 'request', auth: parametersOf(request?.auth) }),
  );
  emitter.on('request', (/** @type {any} */ error) =>
    send({ type: 'request-end', ...(error && { error: messageOf(error).replace(/^Error: /, ''), ...codeOf(error) }) }),
  );
  emitter.on('assertion', (/** @type {any} */ error, /** @type {any} */ { assertion, skipped }) =>
    send({
      type: 'assertion',
      name: text(assertion ?? ''),
      result: skipped ? 'skipped' : error ? 'failed' : 'passed',
      ...(error && !skipped && { message: text(error.message ?? '') }),
    }),
  );
  emitter.on('console', (/** @type {any} */ _error, /** @type {any} */ { level, messages }) => {
    lines.shown += 1;
    if (lines.shown > mostLines) lines.more += 1;
    else send({ type: 'console', level: text(level), text: text(messages.map(text).join(' ')) });
  });
  emitter.on('item', (/** @type {any} */ _error, /** @type {any} */ { cursor, item }) => {
    // The last script that asks decides. Null ends the iteration on purpose.
    const { asked } = next ?? { asked: null };
    if (asked !== null && !items.some(({ id, name }) => id === asked || name === asked))
      send({ type: 'no-next', name: text(asked) });
    send({ type: 'item-end', at: place(cursor, item) });
  });
  // A script's error outside of its own run: a timer that throws, a promise that nobody awaits.
  for (const name of /** @type {const} */ (['uncaughtException', 'unhandledRejection']))
    process.on(/** @type {'uncaughtException'} */ (name), (error) => send({ type: 'stray', error: messageOf(error) }));
}

/** @param {ToChild} message */
function receive(message) {
  if (message.type === 'run') {
    lockDown(channel);
    try {
      start(message.run);
    } catch (error) {
      send({ type: 'done', error: messageOf(error) }, () => exit(0));
    }
  } else if (message.type === 'file') {
    Files.waiting.get(message.id)?.(message);
    Files.waiting.delete(message.id);
  } else {
    const line = Line.open.get(message.id);
    if (message.type === 'data') line?.push(Buffer.from(message.bytes));
    else if (message.type === 'end') line?.push(null);
    else
      line?.destroy(
        message.error === undefined ? undefined : Object.assign(new Error(message.error), { code: message.code }),
      );
  }
}

// The parent is trusted: a collection is as long as its file.
channel.on(
  'data',
  FrameReader.prototype.push.bind(new FrameReader({ longestText: 2 ** 31, longestBytes: 2 ** 31 }, receive)),
);
// The parent is gone.
channel.on('error', () => exit(0)).on('close', () => exit(0));
