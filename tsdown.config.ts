import { defineConfig } from "tsdown";
import { notices } from "./scripts/notices.ts";

/** What `bylaw/runtime` is made of, but for its entry. */
const CORE =
  /^(?!.*\.d\.ts$).*\/src\/(runtime\.ts|stores\/native|source\/sha256|diagnostics\/nearest|model\/(children|words)|plan\/(duration|path|reads|walk|zone)|bundle\/(open|reader|envelope|faults|format|plan\/)|eval\/(interpreter\/|(?!compile|backend|digest)[a-z-]+\.ts)|decision\/(admissible|digest|frame|generic|sampling|settle|combine\/|json\/(?!bytes|text|plain|read\.)|quota\/|read\/(?!fits|ways)|reviewers\/(?!satisfied|question|text|asking|seating|counting|prepared|sane)))/;
/** What most others need beside it. */
const BESIDE =
  /^(?!.*\.d\.ts$).*\/src\/(eval\/digest|decision\/(json\/(bytes|text|plain|read\.)|read\/(fits|ways)|reviewers\/(seating|counting|prepared|sane)))/;

/**
 * What is shipped. Development dependencies (Chevrotain, which takes 300 ms to load from its 600 files) are inlined,
 * dependencies stay imports. Commander is inlined too, because every command waits for it, and
 * of Kysely (270 ms from its files) only what compiles queries.
 */
export default defineConfig({
  entry: {
    index: "src/index.ts",
    cli: "src/tools/cli/main.ts",
    testing: "src/tools/testing/index.ts",
    schemas: "src/schemas.ts",
    portable: "src/portable.ts",
    bundle: "src/bundle/index.ts",
    gate: "src/gate/index.ts",
    "gate-audit": "src/gate/audit/index.ts",
    runtime: "src/runtime.ts",
    "runtime-node": "src/tools/runtime/node.ts",
    "runtime-full": "src/runtime-full.ts",
    "runtime-verify": "src/runtime-verify.ts",
    "stores-memory": "src/stores/memory/index.ts",
    "stores-sqlite": "src/stores/sqlite/index.ts",
    adapters: "src/stores/adapters.ts",
    "stores-postgres": "src/stores/postgres/index.ts",
    start: "scripts/start.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20.19",
  fixedExtension: false,
  dts: true,
  hash: false,
  report: false,
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  deps: {
    alwaysBundle: ["commander"],
    onlyBundle: ["commander", "chevrotain", /^@chevrotain\//, "lodash-es", "@types/sarif", "kysely"],
  },
  outputOptions: {
    chunkFileNames: "parts/[name].js",
    // Whatever starts cold waits for each file that it loads: what every decision needs is one. It is shared by all
    // entries, because values are told apart by their classes.
    codeSplitting: {
      groups: [
        { name: "core", test: CORE },
        { name: "beside", test: BESIDE },
      ],
    },
  },
  plugins: [notices()],
});
