/** Prints how much a browser loads; `--modules` names what it is made of. `npx unrun scripts/size.ts`. */
import { sizeOf } from "./size/measure.ts";

for (const entry of ["src/runtime.ts", "src/runtime-full.ts", "src/runtime-verify.ts"]) {
  const { minified, gzipped, modules } = await sizeOf(entry);
  console.log(`${entry}  ${minified} bytes minified, ${gzipped} gzipped`);
  if (!process.argv.includes("--modules")) continue;
  for (const [id, length] of Object.entries(modules).sort(([, a], [, b]) => b - a)) console.log(`  ${length} ${id}`);
}
