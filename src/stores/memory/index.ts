/** `bylaw/stores/memory`. */
export { ConflictError, type Store, StoreError } from "../../gate/store.ts";
export { memoryStore } from "./store.ts";
