/** Thrown inside the export where a condition has no exact form, and caught there: the door gives it as data. */
export class Unsupported extends Error {}

export function unsupported(why: string): never {
  throw new Unsupported(why);
}
