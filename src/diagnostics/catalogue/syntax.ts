import { entry } from "../define.ts";
import { foreignOperator } from "../foreign.ts";
import { nearest } from "../nearest.ts";

const words = (list: readonly string[]): string => list.map((word) => `\`${word}\``).join(", ");

/** Faults of the text itself: characters, tokens, grammar, bounds. */
export const syntax = {
  // ------------------------------------------------------------------------------------------------- general shape
  "unexpected-token": entry<{ found: string; expected: string; form: string | null }>({
    severity: "error",
    title: "The text does not follow the grammar",
    what: (p) => `I found ${p.found} where I expected ${p.expected}.`,
    why: () => "Every declaration and clause has one fixed form, so that a reader never has to guess.",
    help: (p) => (p.form === null ? `Write ${p.expected} here.` : `Write it as in \`${p.form}\`.`),
  }),
  "unexpected-end": entry<{ expected: string; form: string | null }>({
    severity: "error",
    title: "The file ends too early",
    what: (p) => `The file ends where I expected ${p.expected}.`,
    why: () => "What was begun last is not complete.",
    help: (p) => (p.form === null ? `Add ${p.expected}, or remove what was begun.` : `Write it as in \`${p.form}\`.`),
  }),
  "missing-policy-line": entry<Record<never, never>>({
    severity: "error",
    title: "The `policy` line is missing",
    what: () => "This file does not begin with a `policy` line.",
    why: () => "Each file is one policy, and its name is how other files import it and how decisions name its clauses.",
    help: () => "Begin the file with a line such as `policy support.refunds`.",
  }),
  "second-policy-line": entry<Record<never, never>>({
    severity: "error",
    title: "A file holds two policies",
    what: () => "This is a second `policy` line in one file.",
    why: () => "One file is one policy, so that a review of a policy is a review of a file.",
    help: () => "Move what follows to a file of its own.",
  }),
  "import-too-late": entry<Record<never, never>>({
    severity: "error",
    title: "An import stands below declarations",
    what: () => "This `import` comes after a declaration.",
    why: () => "Imports stand together at the top, so that a reader sees at once what the file depends on.",
    help: () => "Move it up, right below the `policy` line.",
  }),
  "declaration-word": entry<{ found: string; nearest: string | null }>({
    severity: "error",
    title: "No declaration begins with this word",
    what: (p) => `No declaration begins with \`${p.found}\`.`,
    why: () => "A file holds declarations, and each begins with its own word.",
    help: (p) =>
      p.nearest === null
        ? "Begin with `record`, `enum`, `role`, `queue`, `evidence`, `tiers`, `environments`, `timezone`, `impact`, `define`, `table`, `approval table`, `action`, `every action`, `guarantee` or `waive`."
        : `Did you mean \`${p.nearest}\`?`,
  }),
  "clause-word": entry<{ found: string; nearest: string | null; legal: readonly string[] }>({
    severity: "error",
    title: "No clause begins with this word",
    what: (p) => `No clause begins with \`${p.found}\`.`,
    why: () => "Every clause begins with its verb, so that a reader can tell at the left edge what it does.",
    help: (p) => {
      if (p.nearest === null) return `Begin with one of ${words(p.legal)}.`;
      return p.legal.includes(p.nearest)
        ? `Did you mean \`${p.nearest}\`?`
        : `\`${p.nearest}\` stands at the top level of an action only.`;
    },
  }),
  "misplaced-clause": entry<{ word: string }>({
    severity: "error",
    title: "A clause stands outside an action",
    what: (p) => `\`${p.word}\` stands outside of any action.`,
    why: () => "A clause says something about one action, or about every action.",
    help: () =>
      "Put it between the braces of an `action NAME { … }` or of `every action { … }`. If it stood in one, look for a `}` too many above.",
  }),
  "misplaced-declaration": entry<{ word: string }>({
    severity: "error",
    title: "A declaration stands inside an action",
    what: (p) => `\`${p.word}\` begins a declaration, and declarations do not nest.`,
    why: () =>
      "Everything that has a name of its own stands at the top level of a file, where other actions can use it too.",
    help: () => "Move it out of the braces. If it was out already, look for a missing `}` above.",
  }),
  "misplaced-head-item": entry<{ word: string }>({
    severity: "error",
    title: "A part of the contract stands inside a block",
    what: (p) => `\`${p.word}\` stands inside a block or an \`every action\`.`,
    why: (p) =>
      `\`${p.word}\` belongs to the contract of one action and holds always; only clauses and blocks can be conditional.`,
    help: () => "Move it to the top level of its action, above the clauses.",
  }),
  "missing-brace": entry<Record<never, never>>({
    severity: "error",
    title: "A `{` is never closed",
    what: () => "This `{` has no `}`.",
    why: () => "The next declaration, or the end of the file, comes before the block is closed.",
    help: () => "Add a `}` where the block ends.",
  }),
  "unclosed-bracket": entry<{ opener: string; closer: string }>({
    severity: "error",
    title: "A bracket is never closed",
    what: (p) => `This \`${p.opener}\` has no \`${p.closer}\`.`,
    why: () => "Each opening bracket needs its closing one.",
    help: (p) => `Add \`${p.closer}\` where it ends.`,
  }),
  "unmatched-brace": entry<{ found: string }>({
    severity: "error",
    title: "A closing bracket has no opening one",
    what: (p) => `This \`${p.found}\` closes nothing.`,
    why: () => "Each closing bracket needs its opening one.",
    help: (p) => `Remove the \`${p.found}\`, or add the bracket that it should close.`,
  }),
  "missing-word": entry<{ word: string; example: string }>({
    severity: "error",
    title: "A small word is missing",
    what: (p) => `The word \`${p.word}\` is missing here.`,
    why: () => "The small words make a clause read as a sentence and tell its parts apart.",
    help: (p) => `Write it as in \`${p.example}\`.`,
  }),
  "colon-after-word": entry<{ word: string; example: string }>({
    severity: "error",
    title: "A colon stands right after a word",
    what: (p) => `There is a colon right after \`${p.word}\`.`,
    why: () => "A colon parts the name of a clause from its condition; the word that begins the clause has none.",
    help: (p) => `Write it as in \`${p.example}\`.`,
  }),
  semicolon: entry<Record<never, never>>({
    severity: "error",
    title: "A semicolon",
    what: () => "There is a `;` here.",
    why: () => "A clause ends where the next one begins; nothing has to mark the end.",
    help: () => "Remove it.",
  }),
  "comma-after-clause": entry<Record<never, never>>({
    severity: "error",
    title: "A comma after a clause",
    what: () => "There is a comma after a complete clause.",
    why: () => "A clause ends where the next one begins; commas part the items of a list only.",
    help: () => "Remove it. Between two conditions, or two groups of people who both have to agree, write `and`.",
  }),
  "missing-colon": entry<{ verb: string; name: string }>({
    severity: "error",
    title: "A colon is missing after the name of a clause",
    what: (p) => `There is no colon after \`${p.name}\`.`,
    why: () => "The colon parts the name of a clause from what it says.",
    help: (p) => `If \`${p.name}\` is the name of the clause, write \`${p.verb} ${p.name}: …\`.`,
  }),
  "condition-after-colon": entry<{ form: string }>({
    severity: "error",
    title: "A condition without its colon",
    what: () => "The condition of this clause stands behind a word.",
    why: () =>
      "Points and tiers take their condition after a colon; `when` belongs to clauses that carry something else first.",
    help: (p) => `Write \`${p.form}: CONDITION\`.`,
  }),
  "if-after-clause": entry<Record<never, never>>({
    severity: "error",
    title: "`if` behind a clause",
    what: () => "This `if` stands behind a clause and begins no block.",
    why: () => "A block stands around its clauses, so that a reader knows the condition first.",
    help: () => "Put the clause into a block: `if CONDITION { … }`.",
  }),
  "no-allow": entry<{ found: string }>({
    severity: "error",
    title: "There is no `allow`",
    what: (p) => `No clause begins with \`${p.found}\`.`,
    why: () =>
      "A clause can only ask for more or forbid: so adding one never loosens what others wrote. What nothing forbids is allowed.",
    help: () => "Say what must hold with `require`, or what must not with `forbid`.",
  }),
  "and-after-list": entry<{ found: string }>({
    severity: "error",
    title: "`and` or `or` after a complete clause",
    what: (p) => `\`${p.found}\` follows a complete clause.`,
    why: () => "Names that are listed are parted by commas; a further condition belongs to the condition before it.",
    help: () => "Write a comma between two names, or begin a new clause.",
  }),
  "code-fence": entry<Record<never, never>>({
    severity: "error",
    title: "The marks of a code block",
    what: () => "This line holds the marks of a code block.",
    why: () => "It was most likely copied along from a page or a chat.",
    help: () => "Remove the line.",
  }),
  "reserved-name": entry<{ name: string }>({
    severity: "error",
    title: "A reserved word is used as a name",
    what: (p) => `\`${p.name}\` is a word of the language and cannot be a name here.`,
    why: () =>
      "Words that begin clauses and declarations keep one meaning everywhere; only fields of records may be named like them.",
    help: (p) => `Choose another name, such as \`the_${p.name}\`.`,
  }),
  "stray-documentation": entry<Record<never, never>>({
    severity: "warning",
    title: "A `///` comment documents nothing",
    what: () => "This `///` comment documents nothing.",
    why: () =>
      "`///` describes the declaration, field, fact, `let` or clause right below it, and appears in every output.",
    help: () => "Move it right above what it describes, or write `//` for a plain comment.",
  }),

  "trailing-documentation": entry<Record<never, never>>({
    severity: "warning",
    title: "A `///` comment behind something",
    what: () => "This `///` comment stands behind something on its line.",
    why: () => "`///` describes what stands below it, so this one would describe the next thing; it is left out.",
    help: () => "Move it to the line above what it describes, or write `//` for a plain comment.",
  }),

  // ----------------------------------------------------------------------------------------------------- characters
  "not-text": entry<{ character: string }>({
    severity: "error",
    title: "The file is not well-formed text",
    what: (p) => `There is a character here that no text has (${p.character}).`,
    why: () => "The file was damaged, or it is not stored as UTF-8.",
    help: () => "Save the file as UTF-8 and write the character again.",
  }),
  "bidirectional-control": entry<{ character: string }>({
    severity: "error",
    title: "An invisible character reorders the line",
    what: (p) => `There is an invisible character (${p.character}) that changes the order in which the line is shown.`,
    why: () =>
      "What a reviewer sees would not be what is decided. This is not allowed anywhere, not even in texts and comments.",
    help: (p) => `Remove it. In a text, write it as an escape: \`\\u{${p.character.slice(2)}}\`.`,
  }),
  "invisible-character": entry<{ character: string }>({
    severity: "error",
    title: "An invisible character",
    what: (p) => `There is an invisible character (${p.character}) here.`,
    why: () => "What cannot be seen cannot be reviewed.",
    help: (p) => `Remove it. In a text, write it as an escape: \`\\u{${p.character.slice(2)}}\`.`,
  }),
  "unusual-space": entry<{ character: string }>({
    severity: "error",
    title: "A space that is not an ordinary space",
    what: (p) => `This blank is not an ordinary space (${p.character}).`,
    why: () =>
      "It was most likely copied from a web page or a document; it looks like a space and compares as something else.",
    help: () => "Replace it by an ordinary space.",
  }),
  "unknown-character": entry<{ found: string }>({
    severity: "error",
    title: "A character that means nothing here",
    what: (p) => `I do not know what to do with \`${p.found}\`.`,
    why: () => "Names are letters, digits and `_`; texts stand in double quotes; no operator is written like this.",
    help: () => "Remove it, or put it into a text.",
  }),
  "mixed-scripts": entry<{ name: string; scripts: string; legal: string | null }>({
    severity: "error",
    title: "A name mixes alphabets",
    what: (p) => `The name \`${p.name}\` mixes ${p.scripts}.`,
    why: () =>
      "Letters of different alphabets can look the same, so two names could look alike and mean different things.",
    help: (p) => (p.legal === null ? "Write the name in one alphabet." : `Write it in one alphabet: \`${p.legal}\`.`),
  }),
  "look-alike-name": entry<{ name: string; legal: string }>({
    severity: "error",
    title: "A name looks like another one",
    what: (p) =>
      `The name \`${p.name}\` looks like \`${p.legal}\`, which stands here too, but is written with other letters.`,
    why: () => "A reader cannot tell the two apart.",
    help: (p) => `Write \`${p.legal}\` if you mean that, or choose a name that looks different.`,
  }),
  "name-not-composed": entry<{ name: string; legal: string }>({
    severity: "error",
    title: "A name is not in its normal form",
    what: (p) => `The name \`${p.name}\` is written with letters that have a simpler form.`,
    why: () => "The same name could be written in two ways that look alike and compare as different.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "name-too-long": entry<{ length: number; limit: number }>({
    severity: "error",
    title: "A name is too long",
    what: (p) => `This name has ${p.length} characters.`,
    why: (p) => `A name has at most ${p.limit} characters.`,
    help: () => "Choose a shorter one; a `///` comment can say the rest.",
  }),
  "foreign-comment": entry<{ found: string }>({
    severity: "error",
    title: "A comment of another language",
    what: (p) => `\`${p.found}\` does not begin a comment here.`,
    why: () => "There is one form of comment, from `//` to the end of the line; `///` documents what follows.",
    help: () => "Write `//` in front of each line.",
  }),

  // ---------------------------------------------------------------------------------------------------------- texts
  "unterminated-text": entry<{ text: string }>({
    severity: "error",
    title: "A text is not closed",
    what: () => 'This text has no closing `"`.',
    why: () => "A text ends on the line on which it began.",
    help: () => 'Add `"` where the text ends. A line break inside a text is written `\\n`.',
  }),
  "wrong-quotes": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A text in the wrong quotes",
    what: (p) => `This text stands in \`${p.found}\` quotes.`,
    why: () => "Texts stand in plain double quotes, so that there is one way to write each.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "unknown-escape": entry<{ found: string }>({
    severity: "error",
    title: "An escape that means nothing",
    what: (p) => `\`${p.found}\` means nothing in a text.`,
    why: () => 'After a backslash stand `"`, `\\`, `/`, `n`, `r`, `t`, or `u{…}` with the number of a character.',
    help: () => "Write `\\\\` for a backslash.",
  }),

  // ---------------------------------------------------------------------------------------------- numbers and times
  "too-many-digits": entry<{ digits: number; limit: number }>({
    severity: "error",
    title: "A number has too many digits",
    what: (p) => `This number has ${p.digits} significant digits.`,
    why: (p) => `Numbers are exact decimals of up to ${p.limit} digits; a longer one could not be kept exactly.`,
    help: (p) => `Write at most ${p.limit} digits.`,
  }),
  "loose-separator": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A `_` in a number stands loose",
    what: (p) => `A \`_\` in \`${p.found}\` does not stand between two digits.`,
    why: () => "`_` groups the digits of a number, as in `5_000`.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  exponent: entry<{ found: string }>({
    severity: "error",
    title: "A number with an exponent",
    what: (p) => `\`${p.found}\` is written with an exponent.`,
    why: () => "Numbers are written out, so that nobody misreads their size.",
    help: () => "Write the digits, grouped by `_`: `1_000_000`.",
  }),
  "currency-symbol": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A currency sign",
    what: (p) => `\`${p.found}\` does not name a currency.`,
    why: () => "A sign can mean several currencies; the codes of ISO 4217 mean one each, and stand after the number.",
    help: (p) => `Write \`500 ${p.legal}\`.`,
  }),
  "currency-first": entry<{ legal: string }>({
    severity: "error",
    title: "The currency stands before the number",
    what: () => "The currency stands before the number.",
    why: () => "An amount of money is a number and then its currency.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "number-form": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A number in another form",
    what: (p) => `\`${p.found}\` is not the form of a number.`,
    why: () =>
      "Digits are grouped by `_`, and a point stands between two digits, so that no reader takes one for the other.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "currency-code": entry<{ found: string; nearest: string | null }>({
    severity: "error",
    title: "A currency that does not exist",
    what: (p) => `\`${p.found}\` is not a currency.`,
    why: () => "Currencies are the three-letter codes of ISO 4217.",
    help: (p) =>
      foreignOperator(p.found) ||
      (p.nearest === null ? "Write a code such as `USD`, `EUR` or `JPY`." : `Did you mean \`${p.nearest}\`?`),
  }),
  "currency-case": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A currency in small letters",
    what: (p) => `The currency \`${p.found}\` is written in small letters.`,
    why: () => "Currency codes are written in capitals, as in ISO 4217.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "unknown-unit": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A unit that does not exist",
    what: (p) => `I do not know the unit \`${p.found}\`.`,
    why: () => "A number is followed by a unit of time (`30 days`), a currency (`50 USD`) or `%`.",
    help: (p) => `Write ${p.legal.includes(" ") ? p.legal : `\`${p.legal}\``}.`,
  }),
  "calendar-duration": entry<{ unit: string; legal: string }>({
    severity: "error",
    title: "A month or a year is not a duration",
    what: (p) => `A ${p.unit} is not a fixed length of time.`,
    why: (p) =>
      `A ${p.unit} has more or fewer days depending on when it begins, so two readers would compute different ends.`,
    help: (p) => `Write the days: \`${p.legal}\`. (Quotas can count calendar windows: \`20 per ${p.unit}\`.)`,
  }),
  "date-form": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "A date in another form",
    what: (p) => `\`${p.found}\` is not the form of a date.`,
    why: () =>
      "A date is a year, a month and a day, in that order and with all their digits, so that nobody takes one for another.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "impossible-date": entry<{ date: string; why: string }>({
    severity: "error",
    title: "A date that does not exist",
    what: (p) => `\`${p.date}\` is not a date.`,
    why: (p) => `In the calendar, ${p.why}.`,
    help: () => "Write a day that exists, as year, month and day: `2026-12-01`.",
  }),
  "impossible-time": entry<{ time: string; why: string }>({
    severity: "error",
    title: "A time that does not exist",
    what: (p) => `\`${p.time}\` is not a time.`,
    why: (p) => `It cannot be, because ${p.why}.`,
    help: () => "Write a time that exists: `2026-12-01T10:00:00Z`.",
  }),
  "time-form": entry<{ found: string }>({
    severity: "error",
    title: "A time in another form",
    what: (p) => `\`${p.found}\` is not the form of a time.`,
    why: () => "A time is written in full: date, `T`, hours, minutes, seconds, and the offset from UTC.",
    help: () => "Write it as in `2026-12-01T10:00:00Z` or `2026-12-01T10:00:00+01:00`.",
  }),
  "time-without-offset": entry<{ found: string }>({
    severity: "error",
    title: "A time without an offset",
    what: (p) => `\`${p.found}\` does not say in which offset from UTC.`,
    why: () => "Without it, the same text means different instants in different places.",
    help: () => "Add `Z` for UTC, or an offset such as `+01:00`.",
  }),

  // ---------------------------------------------------------------------------------------------------- expressions
  "foreign-operator": entry<{ found: string; legal: string }>({
    severity: "error",
    title: "An operator of another language",
    what: (p) => `\`${p.found}\` is not an operator here.`,
    why: () => "Each operation has one spelling, chosen to be read aloud.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "single-equals": entry<Record<never, never>>({
    severity: "error",
    title: "`=` for `==`",
    what: () => "`=` does not compare.",
    why: () => "`=` gives a name to a value; `==` asks whether two values are equal.",
    help: () => "Write `==`.",
  }),
  "chained-comparison": entry<{ legal: string }>({
    severity: "error",
    title: "A chain of comparisons",
    what: () => "Two comparisons are chained.",
    why: () => "A comparison gives true or false, and the second one would compare that.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  juxtaposition: entry<{ found: string }>({
    severity: "error",
    title: "Two conditions stand side by side",
    what: (p) => `\`${p.found}\` follows a complete expression without an operator.`,
    why: () => "Two conditions side by side do not say whether both must hold or one is enough.",
    help: (p) =>
      foreignOperator(p.found) ||
      (p.found.startsWith('"')
        ? "Put `and` or `or` between them, or begin a new clause. A reason begins with `because`."
        : "Put `and` or `or` between them, or begin a new clause."),
  }),
  ternary: entry<Record<never, never>>({
    severity: "error",
    title: "A choice written with `?`",
    what: () => "There is a `?` after a value.",
    why: () => "A choice between two values is written in words.",
    help: () => "Write `if C then a else b`. For an optional value with a default, write `a ?? b`.",
  }),
  "list-brackets": entry<{ found: string }>({
    severity: "error",
    title: "A list in other brackets",
    what: (p) => `A list does not stand in \`${p.found}\`.`,
    why: () => "Parentheses group a calculation, braces hold blocks; a list stands in square brackets.",
    help: () => "Write `[a, b]`.",
  }),
  "type-form": entry<{ found: string }>({
    severity: "error",
    title: "A type in another form",
    what: (p) => `\`${p.found}\` does not go on a type.`,
    why: () =>
      "A type is a name, a list, a map or a choice of texts; a `?` at its end says that the value may be absent.",
    help: () => 'Write it as in `list of text`, `map of money`, `"a" | "b"` or `text?`.',
  }),
  "optional-after-type": entry<{ name: string }>({
    severity: "error",
    title: "A `?` after a name",
    what: (p) => `The \`?\` stands after the name \`${p.name}\`.`,
    why: () => "That a value may be absent is part of its type.",
    help: (p) => `Write \`${p.name}: text?\`.`,
  }),
  "is-form": entry<{ found: string }>({
    severity: "error",
    title: "`is` with something else than `present` or `missing`",
    what: (p) => `\`${p.found}\` asks nothing that I know.`,
    why: () => "`is` asks only whether an optional value is there.",
    help: (p) =>
      /null|nil|none|empty|undefined/i.test(p.found)
        ? "Write `is missing`; the opposite is `is present`."
        : "Write `is present` or `is missing`. To compare values, write `==`.",
  }),
  "is-not-form": entry<{ legal: string }>({
    severity: "error",
    title: "`is not`",
    what: () => "`is not …` is not a form of the language.",
    why: () =>
      "`is present` and `is missing` are each the opposite of the other, so that there is one way to write each.",
    help: (p) => `Write \`${p.legal}\`.`,
  }),
  "presence-form": entry<{ found: string }>({
    severity: "error",
    title: "`missing` and `present` are not values",
    what: (p) => `\`${p.found}\` is not a value that can be compared or passed.`,
    why: () => "What is absent equals nothing, so comparing with it would always be false.",
    help: (p) => `Write \`x is ${p.found}\`.`,
  }),
  "call-of-value": entry<Record<never, never>>({
    severity: "error",
    title: "A call of something that is no function",
    what: () => "Only a name can be called.",
    why: () => "Functions and tables are declared and have names; values are not functions.",
    help: () => "Write the name right before the `(`, or an operator between the two.",
  }),
  "quantifier-form": entry<{ word: string }>({
    severity: "error",
    title: "A question about a list in another form",
    what: (p) => `\`${p.word}\` needs a name for the items, the list, and a condition.`,
    why: (p) => `\`${p.word}\` asks a condition of the items of a list.`,
    help: (p) => `Write \`${p.word}(x in LIST: CONDITION)\`.`,
  }),
  "where-in-condition": entry<{ word: string }>({
    severity: "error",
    title: "`where` beside a condition",
    what: (p) => `\`${p.word}(x in xs: …)\` has no \`where\`.`,
    why: () => "What follows the colon is a condition already; `where` filters only what is listed or added up.",
    help: () => "Join the two conditions with `and`.",
  }),
  "history-form": entry<{ action: string }>({
    severity: "error",
    title: "`history of` without a window",
    what: () => "`history of` does not say how far back.",
    why: () => "The history is looked up for a window that ends now; without one it would be unbounded.",
    help: (p) => `Write \`history of ${p.action} in last 24 hours\`.`,
  }),
  "if-without-else": entry<Record<never, never>>({
    severity: "error",
    title: "An `if` value without `else`",
    what: () => "This `if … then …` has no `else`.",
    why: () => "An expression must have a value in every case.",
    help: () => "Add `else` and the value for the other case.",
  }),
  "else-if-word": entry<{ found: string }>({
    severity: "error",
    title: "`elseif` in one word",
    what: (p) => `\`${p.found}\` is not a word of the language.`,
    why: () => "The other case is an `if` of its own.",
    help: () => "Write `else if … then …`.",
  }),
  "row-needs-parentheses": entry<{ found: string }>({
    severity: "error",
    title: "A condition as the result of a row",
    what: (p) => `\`${p.found}\` cannot stand here in the result of a row.`,
    why: () =>
      "The next row may begin with `<` or a name, so a comparison, `and`, `or` or `not` in a result could be read in two ways.",
    help: () => "Put the result into parentheses.",
  }),

  // -------------------------------------------------------------------------------------------------------- clauses
  "seat-without-count": entry<{ name: string }>({
    severity: "error",
    title: "A role without a number of people",
    what: (p) => `How many people of \`${p.name}\` have to agree?`,
    why: () => "A requirement counts people: one seat for each.",
    help: (p) =>
      /^(one|two|three|four|five|any|all|both|each)$/.test(p.name)
        ? "Write the number in digits: `1 of finance`."
        : `Write \`1 of ${p.name}\`.`,
  }),
  "quota-without-name": entry<Record<never, never>>({
    severity: "error",
    title: "A quota without a name",
    what: () => "This quota has no name.",
    why: () => "Usage is counted under the name; a quota without one would start at zero whenever its text changes.",
    help: () => "Write `quota NAME: …`, for instance `quota daily: 20 per day`.",
  }),
  "forbid-else": entry<Record<never, never>>({
    severity: "error",
    title: "`forbid` with `else`",
    what: () => "`forbid` has no `else`.",
    why: () => "What is forbidden is denied; there is no other consequence.",
    help: () => "Remove it, or write `require` with the opposite condition and the `else`.",
  }),
  "else-block": entry<Record<never, never>>({
    severity: "error",
    title: "`else` after a block",
    what: () => "A block has no `else`.",
    why: () =>
      "Each block says by itself when its clauses apply, so that moving or adding blocks changes nothing else.",
    help: () => "Write a second block with the opposite condition: `if not (…) { … }`.",
  }),
  "else-if-block": entry<Record<never, never>>({
    severity: "error",
    title: "`else if` after a block",
    what: () => "A block has no `else if`.",
    why: () =>
      "Each block says by itself when its clauses apply, so that moving or adding blocks changes nothing else.",
    help: () => "Write a second block with its whole condition: `if not (…) and … { … }`.",
  }),
  "if-block-form": entry<Record<never, never>>({
    severity: "error",
    title: "`then` in a block",
    what: () => "A block has no `then`.",
    why: () => "`if C then a else b` gives a value; `if C { … }` holds clauses.",
    help: () => "Write `{` in place of `then`.",
  }),
  "unknown-word": entry<{ found: string; what: string; legal: readonly string[] }>({
    severity: "error",
    title: "A word that is not one of the legal ones",
    what: (p) => `\`${p.found}\` is not ${p.what}.`,
    why: (p) => `Here stands ${p.legal.length === 1 ? "" : "one of "}${words(p.legal)}.`,
    help: (p) => {
      const meant = nearest(p.found, p.legal);
      return meant === undefined ? `Write one of ${words(p.legal)}.` : `Did you mean \`${meant}\`?`;
    },
  }),
  "change-target-form": entry<{ name: string }>({
    severity: "error",
    title: "A change without a field",
    what: (p) => `\`${p.name}\` does not say which field is changed.`,
    why: () => "A change set touches fields of records, and what is not declared is refused.",
    help: (p) =>
      `Write the record and the field: \`${/^[A-Z]/.test(p.name) ? p.name : "Order"}.${/^[A-Z]/.test(p.name) ? "field" : p.name}\`.`,
  }),
  "field-form": entry<{ found: string; form: string }>({
    severity: "error",
    title: "Not the form of a field",
    what: (p) => `I found \`${p.found}\` where I expected a field.`,
    why: () => "A field is a name, a colon and a type.",
    help: (p) => `Write it as in \`${p.form}\`.`,
  }),
  "tiers-form": entry<{ found: string }>({
    severity: "error",
    title: "Tiers in another form",
    what: (p) => `Tiers are not separated by \`${p.found}\`.`,
    why: () => "Tiers are ordered, and the sign between them says which is the lower one.",
    help: () => "Write the lowest first: `tiers low < medium < high`.",
  }),
  "table-head-form": entry<{ legal: string }>({
    severity: "error",
    title: "The head of a table does not repeat its parameters",
    what: () => "The column heads differ from the parameters of the table.",
    why: () => "The head is there for the reader; one that says something else would mislead.",
    help: (p) => `Write \`${p.legal}\`, or leave the head out.`,
  }),
  "waive-without-reason": entry<Record<never, never>>({
    severity: "error",
    title: "A waiver without a reason",
    what: () => "This waiver gives no reason.",
    why: () => "A waiver loosens a rule for a time; an auditor will ask why.",
    help: () => 'Add `because "…"`.',
  }),

  // --------------------------------------------------------------------------------------------------------- bounds
  "file-too-large": entry<{ bytes: number; limit: number }>({
    severity: "error",
    title: "The file is too large",
    what: (p) => `This file has ${p.bytes} bytes.`,
    why: (p) => `A policy file has at most ${p.limit} bytes, so that checking it takes bounded time and memory.`,
    help: () => "Split it into several files; each is a policy of its own and can import the others.",
  }),
  "nesting-too-deep": entry<{ limit: number }>({
    severity: "error",
    title: "The nesting is too deep",
    what: (p) => `Here the nesting gets deeper than ${p.limit} levels.`,
    why: () => "No reader follows that deep, and a bound keeps every stage within its stack.",
    help: () =>
      "Give the inner parts names, with `let` or `define`. For many cases of one value, use `match` or a `table`.",
  }),
  "expression-too-long": entry<{ limit: number }>({
    severity: "error",
    title: "An expression is too long",
    what: (p) => `This expression has more than ${p.limit} operators in one chain.`,
    why: () => "A bound keeps every later stage within its stack and its time.",
    help: () => "Use a list (`x in [ … ]`, `any`, `sum`), or give parts of it names with `let` or `define`.",
  }),
};
