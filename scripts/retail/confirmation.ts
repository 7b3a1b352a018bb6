/**
 * Did the customer say yes? Only the words before the call can tell, so this reads them, and reads them narrowly: a yes that is
 * overlooked makes the agent ask once more, a yes that is imagined lets it act against the customer's will.
 *
 * It counts as a yes when the message
 * 1. agrees in so many words ("yes", "go ahead", "proceed", "I confirm", "I agree", "that's correct"), and
 * 2. takes nothing back and puts no condition ("actually", "wait", "I'd prefer", "changed my mind", "before you", "if …",
 *    "do not"), and
 * 3. does not open with a greeting or with the customer's particulars, as the first message of a conversation does: nothing had been listed
 *    to which it could be a yes.
 * A bare order ("please cancel it") is no answer to a list of details and does not count.
 */
export const saysYes = (message: string): boolean => {
  const said = message
    .trim()
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/[*_`"“”]/g, "");
  return AGREES.test(said) && !TAKES_BACK.test(said) && !FIRST_MESSAGE.test(said);
};

const AGREES =
  /\b(yes|yeah|yep|yup|go ahead|proceed|i(?:'m| am)? (?:\w+ )?(?:confirm|agree|approve)|(?:that's|that is|looks|look|is|are) (?:all )?(?:absolutely |exactly )?correct|let's (?:do|finalize) (?:it|this|that))\b/;

const TAKES_BACK =
  /\b(actually|changed my mind|i'd prefer|i would prefer|i'd rather|before (?:you|we|i) |adjust the plan|hold on|not yet|do not (?:proceed|process|cancel)|don't (?:proceed|process|cancel)|if it's all good|if (?:yes|so|not|there's|the order|it's possible|it can))\b|(?:^|but )wait\b|^no\b/;

const FIRST_MESSAGE = /^(hi|hello)\b|\b(?:my name is|name(?: and zip)?:|i'll verify)/;
