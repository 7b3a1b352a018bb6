/** The whole parser: a file, from its `policy` line to its end. */
import { report } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type Token, word } from "../tokens.ts";
import type { Declaration, Import, Path, PolicyFile } from "../tree.ts";
import type { Rule } from "./base.ts";
import type { Brackets } from "./brackets.ts";
import { DeclarationRules } from "./declarations.ts";
import { mendDeclaration, mendPolicy, startsDeclaration, startsOnlyDeclaration } from "./items.ts";

export class PolicyParser extends DeclarationRules {
  constructor(validate = false) {
    super(validate);
    this.performSelfAnalysis();
  }

  /** Reads one file. The parser is used again for the next one. */
  read(
    file: string,
    text: string,
    tokens: Token[],
    brackets: Brackets,
  ): { readonly tree: PolicyFile; readonly diagnostics: readonly Diagnostic[] } {
    this.file = file;
    this.text = text;
    this.brackets = brackets;
    this.diagnostics = [];
    this.nesting = 0;
    this.braceReported = false;
    this.kind = "policy-line";
    this.input = tokens;
    const tree = this.policyFile();
    return { tree, diagnostics: this.diagnostics };
  }

  readonly policyFile: Rule<PolicyFile> = this.RULE("policyFile", () => {
    if (this.RECORDING_PHASE) {
      this.SUBRULE(this.policyLine);
      this.MANY(() => this.SUBRULE(this.importLine));
      this.MANY2(() => this.SUBRULE(this.declaration));
      return undefined as never;
    }
    mendPolicy(this.view());
    const doc = this.sees("policy") ? this.doc() : null;
    let name: Path | null = null;
    if (this.sees("policy")) name = this.guarded(() => this.SUBRULE(this.policyLine)) ?? this.skipTop(null);
    else this.add(report("missing-policy-line", this.tokenSpan(this.LA(1)), {}));
    const imports: Import[] = [];
    const declarations: Declaration[] = [];
    while (!this.atEnd() && this.roomForFaults()) {
      const before = this.here();
      if (this.guarded(() => mendDeclaration(this.view())) === undefined) {
        this.skipTop(before);
        continue;
      }
      if (this.sees("policy")) {
        this.add(report("second-policy-line", this.tokenSpan(this.LA(1)), {}));
        if (this.guarded(() => this.SUBRULE2(this.policyLine)) === undefined) this.skipTop(before);
      } else if (this.sees("import")) {
        const token = this.LA(1);
        if (declarations.length > 0) this.add(report("import-too-late", this.tokenSpan(token), {}));
        const found = this.guarded(() => this.SUBRULE(this.importLine));
        if (found !== undefined) {
          imports.push(found);
          this.kind = "import-line";
        } else this.skipTop(before);
      } else {
        const found = this.guarded(() => this.SUBRULE(this.declaration));
        if (found !== undefined) {
          declarations.push(found);
          this.kind = found.kind;
        } else this.skipTop(before);
      }
    }
    while (!this.atEnd()) this.SKIP_TOKEN();
    return {
      kind: "policy" as const,
      doc,
      name,
      imports,
      declarations,
      span: { file: this.file, start: 0, end: this.text.length },
    };
  });

  protected readonly policyLine: Rule<Path> = this.RULE("policyLine", () => {
    this.CONSUME(word("policy"));
    return this.SUBRULE(this.path);
  });

  protected readonly importLine: Rule<Import> = this.RULE("importLine", () => {
    const start = this.CONSUME(word("import"));
    const path = this.SUBRULE(this.path);
    return this.ACTION(() => ({ kind: "import" as const, path, span: this.span(start.startOffset) }));
  });

  /** Skips to the next line that begins a declaration, not into the braces on the way. */
  protected skipTop(start: number | null): null {
    const from = start ?? this.here() - 1;
    let depth = 0;
    while (!this.atEnd()) {
      const token = this.next();
      if (
        token.startOffset > from &&
        token.first &&
        (startsOnlyDeclaration(token) || (depth === 0 && startsDeclaration(this.view())))
      )
        return null;
      if (this.seesSymbol("{")) depth++;
      else if (this.seesSymbol("}")) depth = Math.max(0, depth - 1);
      this.SKIP_TOKEN();
    }
    return null;
  }
}
