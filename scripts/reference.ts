/** Writes the generated pages of docs/reference. `npm run reference`; a test fails when one is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DIAGNOSTICS_PAGE, diagnosticsPage } from "./reference/diagnostics.ts";
import { GATE_CODES_PAGE, GATE_STATES_PAGE, gateCodesPage, gateStatesPage } from "./reference/gate.ts";

const PAGES = [
  [DIAGNOSTICS_PAGE, diagnosticsPage],
  [GATE_CODES_PAGE, gateCodesPage],
  [GATE_STATES_PAGE, gateStatesPage],
] as const;

for (const [path, page] of PAGES) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, page());
}
