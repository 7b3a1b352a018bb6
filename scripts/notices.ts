/**
 * Carries the licences of packages that are inlined into `dist`: whoever passes the bundle on must pass these on too.
 * Works from the modules that really went into the bundle, so that nothing is forgotten and nothing is listed in vain.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

interface Chunk {
  readonly type: "chunk" | "asset";
  readonly modules?: Readonly<Record<string, unknown>>;
}

const MARK = `${sep}node_modules${sep}`;

/** `/a/node_modules/@x/y/lib/z.js` → `/a/node_modules/@x/y` */
function packageFolder(id: string): string | null {
  const at = id.lastIndexOf(MARK);
  if (at < 0) return null;
  const parts = id.slice(at + MARK.length).split(sep);
  const name = parts[0]!.startsWith("@") ? parts.slice(0, 2).join(sep) : parts[0]!;
  return id.slice(0, at + MARK.length) + name;
}

function notice(folder: string): string {
  const about: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${about.name} ${about.version} (${about.license ?? "see below"})`, ...texts].join("\n\n");
}

/** A bundler plugin that writes `THIRD_PARTY_NOTICES`. */
export function notices() {
  return {
    name: "third-party-notices",
    generateBundle(
      this: { emitFile: (file: { type: "asset"; fileName: string; source: string }) => unknown },
      _: unknown,
      bundle: Readonly<Record<string, Chunk>>,
    ): void {
      const ids = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const folders = new Set<string>();
      for (const id of ids) {
        const folder = packageFolder(id.replace(/^\0/, "").replace(/\?.*$/, ""));
        if (folder !== null && existsSync(join(folder, "package.json"))) folders.add(folder);
      }
      if (folders.size === 0) return;
      const line = `\n\n${"-".repeat(80)}\n\n`;
      const head = "Bylaw's files in this folder contain parts of these packages.";
      const source = `${[head, ...[...folders].sort().map(notice)].join(line)}\n`;
      this.emitFile({ type: "asset", fileName: "THIRD_PARTY_NOTICES", source });
    },
  };
}
