import type { CliCommand } from "./command.ts";
import { audit } from "./commands/audit.ts";
import { build } from "./commands/build.ts";
import { check } from "./commands/check.ts";
import { decide } from "./commands/decide.ts";
import { explain } from "./commands/explain.ts";
import { exportConditions } from "./commands/export.ts";
import { answer } from "./commands/gate/answer.ts";
import { commit } from "./commands/gate/commit.ts";
import { inbox } from "./commands/gate/inbox.ts";
import { incident } from "./commands/gate/incident.ts";
import { override } from "./commands/gate/override.ts";
import { propose } from "./commands/gate/propose.ts";
import { reconcile } from "./commands/gate/reconcile.ts";
import { revert } from "./commands/gate/revert.ts";
import { approve, question, reject } from "./commands/gate/reviews.ts";
import { revise } from "./commands/gate/revise.ts";
import { show } from "./commands/gate/show.ts";
import { tick } from "./commands/gate/tick.ts";
import { withdraw } from "./commands/gate/withdraw.ts";
import { init } from "./commands/init.ts";
import { keys } from "./commands/keys.ts";
import { metrics } from "./commands/metrics.ts";
import { parse } from "./commands/parse.ts";
import { plan } from "./commands/plan.ts";
import { replay } from "./commands/replay.ts";
import { schema } from "./commands/schema.ts";
import { store } from "./commands/store.ts";
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
  propose,
  inbox,
  show,
  approve,
  reject,
  question,
  answer,
  withdraw,
  revise,
  override,
  commit,
  reconcile,
  revert,
  incident,
  tick,
  schema,
  exportConditions,
  build,
  verify,
  keys,
  audit,
  metrics,
  store,
  parse,
  plan,
];
