import { group } from "../command.ts";
import { checkpoint } from "./audit/checkpoint.ts";
import { exportLog } from "./audit/export.ts";
import { show } from "./audit/show.ts";
import { verify } from "./audit/verify.ts";

export const audit = group({
  name: "audit",
  summary: "the audit log: is it whole, what does it say, hand it out, vouch for it",
  description:
    "The log of everything that was proposed, reviewed and carried out. Each event holds the hash of the one before it;\n" +
    "checkpoints are signed statements of where it stood. Each command has --help of its own, and --json.",
  commands: [verify, show, exportLog, checkpoint],
});
