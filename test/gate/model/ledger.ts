/** The quotas in whole cents: what is posted, what is open, and whether it is within the limits. */
import { DAILY, DAY, SPEND_CENTS, ZONE_MS } from "./rules.ts";

interface Hold {
  readonly requester: string;
  readonly cents: number;
  readonly until: number;
}

interface Posted extends Omit<Hold, "until"> {
  readonly at: number;
}

const dayOf = (at: number): number => Math.floor((at + ZONE_MS) / DAY);

export class Ledger {
  /** By proposal. */
  readonly open = new Map<string, Hold>();
  readonly posted: Posted[] = [];

  /** What is used at an instant; without the reservation of one proposal. */
  used(at: number, requester: string, without: string): { readonly count: number; readonly cents: number } {
    const open = [...this.open].filter(([id, { until }]) => id !== without && until > at).map(([, hold]) => hold);
    const own = (one: { readonly requester: string }): boolean => one.requester === requester;
    const cents = [...this.posted.filter((one) => one.at > at - DAY), ...open].reduce((sum, one) => sum + one.cents, 0);
    const today = this.posted.filter((one) => own(one) && dayOf(one.at) === dayOf(at)).length;
    return { count: today + open.filter(own).length, cents };
  }

  fits(at: number, requester: string, cents: number, without: string): boolean {
    const used = this.used(at, requester, without);
    return used.count + 1 <= DAILY && used.cents + cents <= SPEND_CENTS;
  }

  reserve(proposal: string, hold: Hold): void {
    this.open.set(proposal, hold);
  }

  release(proposal: string): void {
    this.open.delete(proposal);
  }

  post(proposal: string, at: number, cents: number): void {
    const { requester } = this.open.get(proposal)!;
    this.open.delete(proposal);
    this.posted.push({ requester, cents, at });
  }
}
