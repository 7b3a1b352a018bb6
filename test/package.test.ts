/** What others get: the packed package, its entry points, its licences, and how much is loaded at its start. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLI, ROOT, workplace } from "./support/workplace.ts";

const place = workplace();
afterAll(place.remove);

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<
    Record<string, string | { readonly types: string; readonly node?: string; readonly default: string }>
  >;
}
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;

const dist = readdirSync(join(ROOT, "dist"), { recursive: true, encoding: "utf8" });

/** Packages and built-ins that a bundled file imports, itself or through its parts. */
function importsFrom(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    for (const match of text.matchAll(/(?:^|[;}\n])\s*(?:import|export)\b[^"';()]*?(?:from)?\s*"([^"]+)"/g)) {
      const target = match[1]!;
      if (target.startsWith(".")) visit(join(path, "..", target));
      else found.add(target);
    }
  };
  visit(join(ROOT, "dist", entry));
  return found;
}

const packageOf = (name: string): string =>
  name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");

describe("the package", () => {
  test("holds what a user needs, and nothing of the workshop", () => {
    const out = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [packed] = JSON.parse(out) as { files: { path: string }[]; size: number }[];
    const paths = packed!.files.map((file) => file.path);
    for (const path of [
      "dist/cli.js",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/schemas.d.ts",
      "dist/testing.js",
      "dist/THIRD_PARTY_NOTICES",
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "rules/org/baseline.bylaw",
    ]) {
      expect(paths).toContain(path);
    }
    expect(
      paths.filter(
        (path) => /^(src|test|scripts|fixtures|coverage|bench|\.ci)\//.test(path) || path === "dist/start.js",
      ),
    ).toEqual([]);
    expect(packed!.size).toBeLessThan(1_500_000);
  });

  test("pins every dependency exactly, and its lock file names no host", () => {
    const versions = Object.values({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(readFileSync(join(ROOT, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });

  test("imports only what it declares", () => {
    const builtins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
    for (const entry of dist.filter((name) => name.endsWith(".js"))) {
      const outside = [...importsFrom(entry)].filter((name) => !builtins.has(name)).map(packageOf);
      expect([entry, outside.filter((name) => !(name in manifest.dependencies))]).toEqual([entry, []]);
    }
  });

  test("the library and the schemas use nothing of Node", () => {
    for (const entry of ["index.js", "schemas.js"]) {
      const used = [...importsFrom(entry)].filter((name) => name.startsWith("node:") || builtinModules.includes(name));
      expect([entry, used]).toEqual([entry, []]);
    }
  });

  test("a store loads no package before it is opened, and that in memory nothing at all", () => {
    expect([...importsFrom("stores-memory.js")]).toEqual([]);
    for (const entry of ["stores-sqlite.js", "stores-postgres.js"])
      expect([entry, [...importsFrom(entry)].filter((name) => !name.startsWith("node:"))]).toEqual([entry, []]);
  });

  test("carries the licences of what is inlined", () => {
    const notices = readFileSync(join(ROOT, "dist/THIRD_PARTY_NOTICES"), "utf8");
    for (const name of ["chevrotain", "@chevrotain/gast", "lodash-es", "commander", "kysely"])
      expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect(notices).toContain("Apache License");
    expect(notices).not.toContain(ROOT);
  });

  test("names no path of the machine that built it", () => {
    const wrong = dist.filter(
      (name) => /\.(js|ts)$/.test(name) && readFileSync(join(ROOT, "dist", name), "utf8").includes(ROOT),
    );
    expect(wrong).toEqual([]);
  });

  test("every entry point can be imported", () => {
    const lines = Object.entries(manifest.exports).map(([path, target]) => {
      const name = `bylaw${path.slice(1)}`;
      if (typeof target === "string") return `import ${JSON.stringify(name)} with { type: "json" };`;
      return `import * as m${path.replace(/\W/g, "_")} from ${JSON.stringify(name)};`;
    });
    place.write("entries.mjs", `${lines.join("\n")}\nconsole.log(Object.keys(m_).sort().join());`);
    const { out, code } = place.shell("node --no-warnings entries.mjs");
    expect(code).toBe(0);
    expect(out.trim()).toBe(
      "adopt,applyEdits,check,compile,decide,explain,frame,generateModule,json,loadPolicySet,lower,parse,prepareDirectory,reviewersSatisfied,sarif,verdict",
    );
  });
});

describe("at its edges the program", () => {
  test("stops at once on Ctrl-C, also while it waits for a pipe", async () => {
    place.bylaw(["init", "shop"]);
    const child = spawn(process.execPath, [CLI, "decide", "-", "--policy", "shop"], { cwd: place.folder });
    let err = "";
    child.stderr.on("data", (part: Buffer) => {
      err += part.toString();
    });
    setTimeout(() => child.kill("SIGINT"), 1_000);
    const signal = await new Promise((resolve) => child.on("exit", (_, by) => resolve(by)));
    expect([signal, err]).toEqual(["SIGINT", ""]);
  });

  test("tells of a full disk", () => {
    const ran = place.shell("bylaw check shop --json > /dev/full");
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("I cannot write the output");
    // A bound on the size of a file stands for a disk that fills up in the middle.
    const init = place.shell("ulimit -f 1; bylaw init full");
    expect(init.code).toBe(2);
    expect(init.err).toContain("I cannot write full/");
    expect(place.shell("ls full 2>/dev/null | wc -l").out.trim()).toBe("0");
  });

  test("tells of a folder that may not be read", () => {
    place.write("secret/a.bylaw", "policy a\n");
    place.shell("chmod 000 secret");
    const ran = place.shell("bylaw check secret");
    place.shell("chmod 755 secret");
    // Root may read everything.
    if (process.getuid?.() !== 0)
      expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("You may not read") });
  });
});

describe("start-up waits for loading, so little is loaded", () => {
  /** The files that a run has loaded, and how large they are together. */
  function loaded(args: readonly string[]): { readonly bytes: number; readonly foreign: readonly string[] } {
    const folder = mkdtempSync(join(place.folder, "loaded-"));
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    expect(spawnSync(process.execPath, [CLI, ...args], { cwd: place.folder, env }).status).toBe(0);
    const urls = readdirSync(folder).flatMap((name) => {
      const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as { result: { url: string }[] };
      return result.map(({ url }) => url).filter((url) => url.startsWith("file:"));
    });
    const paths = [...new Set(urls)].map((url) => fileURLToPath(url));
    return {
      bytes: paths.reduce((sum, path) => sum + statSync(path).size, 0),
      foreign: paths.filter((path) => !path.startsWith(join(ROOT, "dist"))),
    };
  }

  beforeAll(() => {
    place.bylaw(["init", "loads"]);
  });

  test.each([
    ["check", ["check", "loads"], 500_000, 1_000_000],
    ["help, which needs no compiler", ["--help"], 50_000, 150_000],
  ])("for %s", (_, args, least, most) => {
    const { bytes, foreign } = loaded(args);
    expect(foreign).toEqual([]);
    expect(bytes).toBeGreaterThan(least);
    expect(bytes).toBeLessThan(most);
  });
});
