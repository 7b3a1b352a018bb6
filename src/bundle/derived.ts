/** What a bundle says beside its plan follows from the plan: made again, it must be the same. Sources only their makers have. */
import { buildBundle, bundleText } from "./build.ts";
import { type BundleFault, fault } from "./faults.ts";
import type { Bundle } from "./format.ts";

const DERIVED = ["plan_digest", "schemas", "json_logic", "docs"] as const;

/** Whether this machine, with its release of the time zone data, can tell what the zone of a bundle must be. */
export const tellsZone = ({ zone }: Bundle, tzdata: string | undefined): boolean =>
  zone === null || zone.tzdata === tzdata;

/**
 * For tools that have the compiler at hand. A loader does without: these parts decide nothing, but for the zone, which other
 * machines may know otherwise. `tzdata`: the release of the time zone data of this machine.
 */
export function derivedFaults(bundle: Bundle, tzdata?: string): readonly BundleFault[] {
  const again = buildBundle(bundle.plan, { files: [], ...(tzdata === undefined ? {} : { tzdata }) });
  const members = tellsZone(bundle, tzdata) ? [...DERIVED, "zone" as const] : DERIVED;
  const found = members
    .filter(
      // JSON Logic may have been left out.
      (member) => bundle[member] !== undefined && textOf(bundle[member]) !== textOf(again[member]),
    )
    .map((member) => fault("wrong_value", member, "what does not follow from the plan", "what `bylaw build` writes"));
  const { clauses } = again.sources;
  return textOf(bundle.sources.clauses) === textOf(clauses)
    ? found
    : [
        ...found,
        fault("wrong_value", "sources.clauses", "what does not follow from the plan", "what `bylaw build` writes"),
      ];
}

const textOf = (member: unknown): string => bundleText({ member });
