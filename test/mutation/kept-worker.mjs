/**
 * A test worker that is used again for one mutant after the other. What a new one would load anew, packages and the text
 * of modules, is there already; the modules themselves are evaluated anew, so nothing that one mutant left behind (a
 * cache, a table) is met by the next.
 */
import { parentPort } from "node:worker_threads";
import { init, runBaseTests, setupEnvironment } from "vitest/worker";

/** What Vitest itself is made of stays: a second copy would not know the tests of the first. */
const OWN = /\/vitest\/dist\/|@vitest\/dist/;

let evaluated;

function forget() {
  evaluated?.idToModuleMap.forEach((node, path) => {
    if (OWN.test(path)) return;
    node.promise = undefined;
    node.exports = undefined;
    node.evaluated = false;
    node.importers.clear();
  });
  const stryker = globalThis.__stryker__;
  if (stryker !== undefined) {
    stryker.activeMutant = undefined;
    stryker.hitCount = undefined;
  }
}

/** File by file, so that after a failure the rest is not even loaded. */
async function run(method, state, traces) {
  forget();
  let failed = false;
  state.onCancel(() => {
    failed = true;
  });
  const { ctx } = state;
  for (const file of ctx.files) {
    if (failed) return;
    state.ctx = { ...ctx, files: [file] };
    try {
      await runBaseTests(method, state, traces);
    } finally {
      evaluated = state.evaluatedModules;
    }
  }
}

/** The first listener takes orders; each later one is the line to the newest of the runs, and the one before is done. */
const listeners = [];

init({
  post: (message) => parentPort.postMessage(message),
  on: (listener) => {
    listeners[Math.min(listeners.length, 1)] = listener;
  },
  off: () => {},
  setup: setupEnvironment,
  runTests: (state, traces) => run("run", state, traces),
  collectTests: (state, traces) => run("collect", state, traces),
});

parentPort.on("message", (message) => {
  for (const listener of [...listeners]) listener(message);
});
