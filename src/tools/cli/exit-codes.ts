/** What a command tells the shell. Documented in `bylaw --help` and docs/howto/command-line.md; a test compares them. */
export const EXIT = {
  /** All is well; `decide` and `explain`: allow. */
  ok: 0,
  /** Faults in the rules, failed tests, lines of a log that could not be read, an audit log that is not whole. */
  findings: 1,
  /** A wrong flag, or a file that cannot be read or written. */
  usage: 2,
  review: 10,
  hold: 11,
  deny: 12,
  /** A fault of Bylaw itself. */
  bug: 70,
  /** As shells tell it of a program that SIGINT ended. */
  stopped: 130,
} as const;

export const EXIT_HELP = `Exit codes:
  0   all is well; decide, explain: allow
  1   faults in the rules, failed tests, lines of a log that could not be read, an audit log that is not whole
  2   a wrong flag, or something that cannot be read or written
  10  decide, explain: review
  11  decide, explain: hold
  12  decide, explain: deny
  70  a fault of Bylaw itself
  130 stopped with Ctrl-C`;
