const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const { createContext, compileFunction } = vm;

/** Those of the test file that runs. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...given) {
  storages.add(this);
  return run.apply(this, given);
};

const compiled = new Map();

/**
 * Jest loads each module again for each test file. A script, unlike a function, can be compiled once and run in the
 * context of each. Only a function has the `import()` of jest.
 */
vm.compileFunction = (code, parameters, options) => {
  if (/\bimport\s*\(/.test(code)) return compileFunction(code, parameters, options);
  const { filename, parsingContext } = options;
  const key = `${filename} ${parameters.join()}`;
  let known = compiled.get(key);
  if (known?.code !== code) {
    const start = `(function (${parameters.join(', ')}) {`;
    const script = new vm.Script(`${start}${code}\n})`, { filename, columnOffset: -start.length });
    known = { code, script };
    compiled.set(key, known);
  }
  return known.script.runInContext(parsingContext);
};

/**
 * Node's environment with an ordinary global object. Jest's own is a proxy, which makes each use of `String`, `JSON` or
 * `Buffer` in a test ten times as slow.
 */
module.exports = class extends TestEnvironment {
  constructor(...options) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...options);
    } finally {
      vm.createContext = createContext;
    }
  }

  /** Jest makes an `AsyncLocalStorage` for each test file and leaves it on: every promise of later files pays for each. */
  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};
