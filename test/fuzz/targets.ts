/** Every target, by name. A new reader of text or documents is one entry here. */
import type { Target } from "./target.ts";
import { approvalsTarget } from "./targets/approvals.ts";
import { bundleTarget } from "./targets/bundle.ts";
import { checkTarget } from "./targets/check.ts";
import { decideTarget } from "./targets/decide.ts";
import { jsonTarget } from "./targets/json.ts";
import { parseTarget } from "./targets/parse.ts";
import { yamlTarget } from "./targets/yaml.ts";

const ALL = [parseTarget, checkTarget, decideTarget, jsonTarget, yamlTarget, approvalsTarget, bundleTarget];

export const TARGETS: ReadonlyMap<string, Target> = new Map(ALL.map((target) => [target.name, target]));
