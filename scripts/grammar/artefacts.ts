import { ebnf } from "./ebnf.ts";
import { railroad } from "./railroad.ts";
import { textMate } from "./textmate.ts";

/** Everything that `grammar/` holds, made from the parser. */
export function artefacts(): readonly { readonly name: string; readonly text: string }[] {
  return [
    { name: "bylaw.ebnf", text: ebnf() },
    { name: "railroad.html", text: railroad() },
    { name: "bylaw.tmLanguage.json", text: textMate() },
  ];
}
