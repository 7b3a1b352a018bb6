import { command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

interface Options {
  readonly key?: readonly string[];
  readonly atLeast?: string;
  readonly set?: string;
  readonly now?: string;
  readonly json?: true;
}

export const verify = command<[bundle: string], Options>({
  name: "verify",
  summary: "look at a bundle: is it whole, well made, signed, and does it say what its rules say?",
  description:
    "Opens a bundle as a loader would and shows each fault. Without --key signatures are not looked at. Beyond what a\n" +
    "loader does, everything that follows from the plan is made again and compared: schemas, JSON Logic, docs, and the\n" +
    "time zone, if it is of the same release of the time zone data.",
  examples: [
    {
      about: "Take it only if the release key signed it",
      command: "bylaw verify policy.bundle.json --key release.pub.pem --at-least 7",
    },
  ],
  setup: (c) =>
    c
      .argument("<bundle>", "a bundle, or - for standard input")
      .option("--key <files...>", "Ed25519 public keys (PEM), one of which must have signed")
      .option("--at-least <revision>", "refuse an older revision")
      .option("--set <name>", "refuse another policy set")
      .option("--now <time>", "the clock, ISO 8601; left out: the current time")
      .option("--json", "print the result as JSON"),
  run: async ([path], options, io) => {
    const { open, shown } = await import("../bundles.ts");
    const { derivedFaults, tellsZone } = await import("../../../bundle/derived.ts");
    const { set, now } = options;
    const opened = await open(path, { ...options, now: now ?? io.now(), ...(set === undefined ? {} : { set }) });
    const faults = opened.ok ? derivedFaults(opened.bundle, process.versions["tz"]) : opened.faults;
    if (options.json) {
      const about = opened.ok
        ? { set: opened.bundle.set, revision: opened.bundle.revision, digest: opened.bundle.digest }
        : {};
      const report = {
        version: "1",
        ok: faults.length === 0,
        ...about,
        signed_by: opened.ok ? opened.signed_by : [],
        zone_compared: opened.ok && tellsZone(opened.bundle, process.versions["tz"]),
        faults,
      };
      io.out(`${JSON.stringify(report, null, 2)}\n`);
    } else if (!opened.ok || faults.length > 0) io.out(shown(faults));
    else {
      const { bundle, signed_by } = opened;
      const by = signed_by.length > 0 ? `signed by ${signed_by.join(", ")}` : "signatures not looked at";
      io.out(`${bundle.set}: revision ${bundle.revision}, ${by}.\n${bundle.digest}\n`);
      if (!tellsZone(bundle, process.versions["tz"]))
        io.out(
          "Its time zone was not compared: it is of another release of the time zone data than this machine has.\n",
        );
    }
    return faults.length === 0 ? EXIT.ok : EXIT.findings;
  },
});
