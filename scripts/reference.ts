/** Writes docs/reference/diagnostics.md from the catalogue and its golden fixtures. `npm run reference`; a test fails when it is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DIAGNOSTICS_PAGE, diagnosticsPage } from "./reference/diagnostics.ts";

mkdirSync(dirname(DIAGNOSTICS_PAGE), { recursive: true });
writeFileSync(DIAGNOSTICS_PAGE, diagnosticsPage());
