/** What a command tells the shell. Documented in `bylaw --help` and docs/howto/command-line.md; a test compares them. */
export const EXIT = {
  /** All is well; `decide`, `explain`, `propose`, `revise` and `revert`: allow. */
  ok: 0,
  /** Faults in the rules, failed tests, lines of a log that could not be read, an audit log that is not whole. */
  findings: 1,
  /** A wrong flag, or a file that cannot be read or written. */
  usage: 2,
  review: 10,
  hold: 11,
  deny: 12,
  /** The gate said no: to an act, to a commit. */
  refused: 20,
  /** A fault of Bylaw itself. */
  bug: 70,
  /** As shells tell it of a program that SIGINT ended. */
  stopped: 130,
} as const;

export const EXIT_HELP = `Exit codes:
  0   all is well; deciding commands (decide, explain, propose, revise, revert): allow
  1   faults in the rules, failed tests, lines of a log that could not be read, an audit log that is not whole
  2   a wrong flag, or something that cannot be read or written
  10  deciding commands: review
  11  deciding commands: hold
  12  deciding commands: deny
  20  the gate refused the act or the commit
  70  a fault of Bylaw itself
  130 stopped with Ctrl-C`;
