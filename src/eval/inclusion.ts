/** Whether a list contains another, each item as often as it is wanted. */
import { keyOf } from "./equality.ts";
import type { Value } from "./value.ts";

/** `family`: the currencies in it. Items of one family compare by their keys; null: it may equal whatever there is. */
interface Item {
  readonly family: string | null;
  readonly key: string | null;
}

/**
 * Multiset inclusion in linear time; null: open. What does not surely compare (one of the two is unknown, or they are in
 * different currencies) may be equal. So it is surely false when of some family more is lacking than items of other
 * families, and unknown ones, could stand for; surely true when every wanted item is known and found.
 *
 * INVARIANT: a currency that becomes known leaves every answer that was given without it: what is unknown counts like
 * what is in a currency of its own.
 */
export function inclusion(all: readonly Value[], wanted: readonly Value[]): boolean | null {
  if (wanted.length > all.length || wanted.includes(null)) return false;
  const there = all.filter((item) => item !== null);
  const { items: has, family: one } = families(there);
  const { items: wants, family: other } = families(wanted);
  // One currency, all known: then the sum of nothing, which is zero in every currency, compares with the rest.
  const single = one !== null && other !== null && (one === "" || other === "" || one === other);
  const familyOf = (item: Item): string | null => (single ? "" : item.family);

  const left = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const item of has) {
    const family = familyOf(item);
    if (family === null) continue;
    add(left, `${family} ${item.key}`);
    add(sizes, family);
  }
  const lacking = new Map<string, number>();
  let open = false;
  for (const item of wants) {
    const family = familyOf(item);
    if (family === null) {
      open = true;
      continue;
    }
    const name = `${family} ${item.key}`;
    const count = left.get(name) ?? 0;
    if (count > 0) left.set(name, count - 1);
    else add(lacking, family);
  }
  for (const [family, count] of lacking) if (count > has.length - (sizes.get(family) ?? 0)) return false;
  return open || lacking.size > 0 ? null : true;
}

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

/** The items with their families; `family`: the one currency of all of them, empty without money, null when there are more or something is unknown. */
function families(values: readonly Value[]): { readonly items: readonly Item[]; readonly family: string | null } {
  const met = new Set<string>();
  let known = true;
  const items = values.map((value): Item => {
    const currencies: (string | null)[] = [];
    const key = keyOf(value, (currency) => {
      currencies.push(currency);
      if (currency !== null) met.add(currency);
    });
    if (key === null) known = false;
    return { key, family: key === null || currencies.includes(null) ? null : currencies.join(",") };
  });
  return { items, family: known && met.size <= 1 ? ([...met][0] ?? "") : null };
}
