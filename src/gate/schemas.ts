/** The published JSON Schemas (draft 2020-12) of what the gate keeps and shows. Needs zod at run time, as those of decisions do. */
import { z } from "zod";
import * as documents from "./documents.ts";
import { Measures } from "./measures/document.ts";

type JsonSchema = { readonly [keyword: string]: unknown };

const output = (document: z.ZodType): JsonSchema => z.toJSONSchema(document) as JsonSchema;

/** A proposal as the gate keeps it. */
export const proposalSchema = (): JsonSchema => output(documents.Proposal);
/** One event of the audit log. */
export const gateEventSchema = (): JsonSchema => output(documents.GateEvent);
export const checkpointSchema = (): JsonSchema => output(documents.Checkpoint);
export const measuresSchema = (): JsonSchema => output(Measures);
