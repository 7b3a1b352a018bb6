import { defineConfig } from "tsdown";
import { notices } from "./scripts/notices.ts";

/**
 * What is shipped. Development dependencies (Chevrotain, which takes 300 ms to load from its 600 files) are inlined,
 * dependencies stay imports. Commander is inlined too, because every command waits for it.
 */
export default defineConfig({
  entry: {
    index: "src/index.ts",
    cli: "src/tools/cli/main.ts",
    testing: "src/tools/testing/index.ts",
    schemas: "src/decision/schemas.ts",
    portable: "src/portable.ts",
    bundle: "src/bundle/index.ts",
    runtime: "src/runtime.ts",
    "runtime-full": "src/runtime-full.ts",
    "runtime-verify": "src/runtime-verify.ts",
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
    onlyBundle: ["commander", "chevrotain", /^@chevrotain\//, "lodash-es", "@types/sarif"],
  },
  outputOptions: { chunkFileNames: "parts/[name].js" },
  plugins: [notices()],
});
