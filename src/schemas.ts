/** `bylaw/schemas`: the published JSON Schemas (draft 2020-12). */
export * from "./decision/schemas.ts";
export * from "./gate/schemas.ts";
