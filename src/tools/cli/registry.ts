import type { CliCommand } from "./command.ts";
import { audit } from "./commands/audit.ts";
import { build } from "./commands/build.ts";
import { check } from "./commands/check.ts";
import { decide } from "./commands/decide.ts";
import { explain } from "./commands/explain.ts";
import { exportConditions } from "./commands/export.ts";
import { init } from "./commands/init.ts";
import { keys } from "./commands/keys.ts";
import { metrics } from "./commands/metrics.ts";
import { parse } from "./commands/parse.ts";
import { plan } from "./commands/plan.ts";
import { replay } from "./commands/replay.ts";
import { schema } from "./commands/schema.ts";
import { test } from "./commands/test.ts";
import { verify } from "./commands/verify.ts";

/** All commands, in the order in which `bylaw --help` lists them. */
export const commands: readonly CliCommand[] = [
  init,
  check,
  test,
  decide,
  explain,
  replay,
  schema,
  exportConditions,
  build,
  verify,
  keys,
  audit,
  metrics,
  parse,
  plan,
];
