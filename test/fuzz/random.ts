/** Chance that can be had again: input number `index` of a seed is the same on every machine and in every worker. */
export class Random {
  private state: number;

  constructor(seed: number, index = 0) {
    // Neighbouring seeds and indexes must not give neighbouring streams.
    this.state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) | 0;
  }

  /** Mulberry32: 32 bits of state are enough for inputs, and it is quick. */
  private unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 to below `bound`; 0 for an empty range. */
  below(bound: number): number {
    return bound <= 0 ? 0 : Math.floor(this.unit() * bound);
  }

  /** Mostly small, now and then up to `most`. */
  few(most: number): number {
    const span = 2 ** this.below(Math.ceil(Math.log2(most + 1)) + 1);
    return Math.min(most, this.below(span));
  }

  chance(of: number): boolean {
    return this.unit() < of;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }
}
