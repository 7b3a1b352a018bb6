import type { Page } from "../../../decision/explain/page.ts";
import { terminal } from "../../../decision/explain/terminal.ts";
import type { Io } from "../io.ts";

/** A page as this terminal shows it. What strangers wrote cannot move its cursor. */
export const rendered = (page: Page, io: Io, colour = io.colour.out): string =>
  terminal(page, { width: Math.max(40, io.width), colour });
