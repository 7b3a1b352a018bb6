import { describe } from "vitest";
import { memoryStore } from "../../src/stores/memory/store.ts";
import { contract } from "./contract.ts";

describe("the memory store", () => {
  contract(async () => ({ open: async () => memoryStore(), remove: async () => {}, durable: false }));
});
