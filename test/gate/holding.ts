/** The model by one door. Faults are planted from here, because a bundle looks for files from where its entry is. */
export { disagreement, inMemory, overPlace } from "./model/hold.ts";
