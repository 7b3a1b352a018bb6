/** Bundles at a terminal: options to numbers and times, files to bundles and keys. */
import type { BundleFault } from "../../bundle/faults.ts";
import type { Bundle } from "../../bundle/format.ts";
import { type OpenedBundle, type OpenOptions, openBundle, type RefusedBundle } from "../../bundle/open.ts";
import { fail } from "../files/fault.ts";
import { readText } from "../files/read.ts";

/** The flags of every command that opens bundles. */
export interface BundleFlags {
  readonly key?: readonly string[];
  readonly atLeast?: string;
  readonly set?: string;
  readonly now?: string;
}

export function revisionOf(given: string, flag: string): number {
  const number = /^\d{1,15}$/.test(given) ? Number(given) : null;
  return (
    number ??
    fail(
      `\`${flag}\` takes a number, and ${given} is none.`,
      "Revisions are counted up.",
      `Write for example \`${flag} 7\`.`,
    )
  );
}

export function timeOf(given: string): string {
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(given) && !Number.isNaN(Date.parse(given))) return given;
  return fail(`There is no time ${given}.`, "A time carries its offset.", "Write for example 2027-06-01T00:00:00Z.");
}

/** The bundle with a signature by each of the keys. */
export async function signed(bundle: Bundle, paths: readonly string[]): Promise<Bundle> {
  let found = bundle;
  // Only who signs waits for the library that does it.
  const { signBundle } = paths.length === 0 ? { signBundle: null } : await import("../../bundle/sign.ts");
  for (const path of paths) {
    const next = await signBundle?.(found, readText(path));
    found =
      next ??
      fail(
        `${path} holds no key to sign with.`,
        "It takes an Ed25519 private key in PEM (PKCS #8).",
        "Make a pair with `bylaw keys`.",
      );
  }
  return found;
}

/** Opens the bundle of a file; with keys, only if one of them signed it. */
export async function open(
  path: string,
  flags: BundleFlags,
): Promise<(OpenedBundle & { readonly signed_by: readonly string[] }) | RefusedBundle> {
  const options: OpenOptions = {
    ...(flags.atLeast === undefined ? {} : { at_least: revisionOf(flags.atLeast, "--at-least") }),
    ...(flags.set === undefined ? {} : { set: flags.set }),
    ...(flags.now === undefined ? {} : { now: flags.now }),
  };
  const text = readText(path);
  if (flags.key === undefined) {
    const opened = openBundle(text, options);
    return opened.ok ? { ...opened, signed_by: [] } : opened;
  }
  const { verifyBundle } = await import("../../bundle/verify.ts");
  return verifyBundle(text, { ...options, keys: flags.key.map(readText) });
}

/** Faults of a bundle for a person. */
export const shown = (faults: readonly BundleFault[]): string =>
  faults
    .map(
      ({ code, path, found, expected }) =>
        `error[${code}]: ${path === "" ? "the bundle" : path}: found ${found}, expected ${expected}\n`,
    )
    .join("");
