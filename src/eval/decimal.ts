/** placeholder */
export class Decimal {}
