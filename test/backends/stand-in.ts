import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Puts a stand-in of this folder in the place of a module, for all but the stand-in itself. */
export function standIn(module: string, file: string): Plugin {
  const [from, to] = [path(module), path(file)];
  return {
    name: "back-end",
    enforce: "pre",
    async resolveId(source, importer) {
      if (importer === to) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      return found?.id === from ? to : null;
    },
  };
}
