/**
 * `bylaw/gate/audit`: the audit log beside the gate that writes it: whether it is whole, signed statements of where it stood,
 * and the log in formats for others. `verifyStore` is what `bylaw audit verify` runs:
 *
 *     const found = await store.read("default", (view) => verifyStore(view, "default", { keys }));
 *     if (!found.ok) throw new Error(found.first.message);
 */
export { publicKey, type TrustedKey } from "../../bundle/signature.ts";
export { checkpointRow, signCheckpoint } from "./checkpoint.ts";
export { type Checkpointed, checkpointed } from "./checkpointed.ts";
export { type CloudEvent, cloudEvent, type EventFilter, eventLine, eventsIn, rowOfLine } from "./export.ts";
export { AUDIT_FAULTS, type AuditFault, type AuditFaultCode } from "./faults.ts";
export { maskFault } from "./mask.ts";
export { type AuditLog, type Verification, type VerifyLogOptions, verifyLog, verifyStore } from "./verify.ts";
