import type { Decimal } from "./decimal.ts";
export interface Money { readonly amount: Decimal; readonly currency: string | null }
