/** To whom the page speaks, and what it may say. */
import type { Disclosure } from "../../syntax/tree.ts";
import type { Titles } from "./words.ts";

export interface Voice {
  readonly titles: Titles;
  readonly requester: boolean;
  readonly says: (what: Disclosure) => boolean;
}

/** What a policy discloses to the requester unless it says otherwise: an agent is not taught to stay under a limit. */
const DISCLOSED: readonly Disclosure[] = ["evidence", "reviewers", "time"];

export function voiceFor(options: {
  readonly audience?: "operator" | "requester" | undefined;
  readonly disclose?: readonly Disclosure[] | undefined;
  readonly titles?: Titles | undefined;
}): Voice {
  const requester = options.audience === "requester";
  const disclosed = new Set(options.disclose ?? DISCLOSED);
  return { titles: options.titles ?? {}, requester, says: (what) => !requester || disclosed.has(what) };
}
