/** How much a browser loads to decide: an entry of the runtime with all it needs, minified and gzipped. */
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** The bound that docs/reference/bundle.md states: bytes of `bylaw/runtime`, minified and gzipped. */
export const MOST = 40_000;

export interface Size {
  readonly minified: number;
  readonly gzipped: number;
  readonly code: string;
  /** Files that went into it, and packages that it would import. */
  readonly modules: Readonly<Record<string, number>>;
  readonly imports: readonly string[];
}

const ROOT = new URL("../..", import.meta.url).pathname;

/** Bundles an entry for a browser, with everything it needs. */
export async function sizeOf(entry: string): Promise<Size> {
  const build = await rolldown({ input: `${ROOT}${entry}`, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "esm", minify: true, codeSplitting: false });
  await build.close();
  const code = output.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
  const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? Object.entries(chunk.modules) : []));
  return {
    minified: Buffer.byteLength(code),
    gzipped: gzipSync(code, { level: 9 }).length,
    code,
    modules: Object.fromEntries(
      modules
        .filter(([, { renderedLength }]) => renderedLength > 0)
        .map(([id, { renderedLength }]) => [id.replace(ROOT, ""), renderedLength]),
    ),
    imports: output.flatMap((chunk) => (chunk.type === "chunk" ? [...chunk.imports, ...chunk.dynamicImports] : [])),
  };
}
