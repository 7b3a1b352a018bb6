/** Carries a change set out by a call over HTTP. */
import type { Data, Execution, Executor, Order } from "../../gate/ports.ts";
import { expand, type HttpAnswer, type HttpOptions, jsonOf, send, shownUrl, wordsOf } from "../http.ts";
import { type DataRecord, isDataRecord } from "../json.ts";

export interface HttpExecutorOptions extends HttpOptions {
  /** Gets a POST with the order as JSON, and its key as the header `Idempotency-Key`. */
  readonly url: string;
  /** Where to ask what became of an order: `{idempotency_key}` and `{proposal}` are filled in. */
  readonly status_url?: string | undefined;
  /** What a 404 of the status address says. Default: `unknown`, because the order may still be on its way. */
  readonly not_found?: "not_applied" | "unknown" | undefined;
  readonly time_limit_ms?: number | undefined;
}

/** Refused for what the moment was, not for what was asked: whether something of it took effect is not known. */
const OPEN = [408, 409, 425, 429];

/**
 * Sends the order once, and never again by itself. A 2xx says done, and its JSON body is the receipt; the body may say
 * otherwise: `{ "status": "failed", "reason": "…" }`, or `{ "status": "done", "receipt": …, "used": { … } }`. A 4xx but for
 * 408, 409, 425 and 429, and a connection that never came about, say that nothing happened. Everything else throws, so that
 * the outcome is in doubt: no answer in time, a connection that broke, a 202, a 3xx, a 5xx, a body that cannot be read.
 */
export function httpExecutor(options: HttpExecutorOptions): Executor {
  const { url: template, status_url } = options;
  // Nothing is filled into it, so what is wrong with it is known before there is an order.
  const url = expand(template, {});
  return {
    time_limit_ms: options.time_limit_ms,
    execute: async (order, signal): Promise<Execution> => {
      const headers = { "idempotency-key": order.idempotency_key };
      let answer: HttpAnswer;
      try {
        answer = await send(url, { method: "POST", body: JSON.stringify(order), headers }, options, signal);
      } catch (error) {
        if (!neverSent(error)) throw new Error(`${shownUrl(url)}: ${wordsOf(error)}`, { cause: error });
        return { status: "failed", reason: `${shownUrl(url)} could not be reached: ${wordsOf(error)}` };
      }
      return said(answer, url);
    },
    ...(status_url === undefined ? {} : { lookup: (order, signal) => lookup(order, status_url, options, signal) }),
  };
}

function said(answer: HttpAnswer, url: URL): Execution {
  const { status } = answer;
  if (status >= 400 && status < 500 && !OPEN.includes(status))
    return { status: "failed", reason: `${shownUrl(url)} answered ${status}${detail(answer, url)}` };
  if (status === 202) throw new Error(`${shownUrl(url)} took the order, and has not carried it out yet`);
  if (status < 200 || status >= 300) throw new Error(`${shownUrl(url)} answered ${status}${detail(answer, url)}`);
  if (answer.body.trim() === "") return { status: "done" };
  return executionOf(jsonOf(answer, url)) ?? { status: "done", receipt: jsonOf(answer, url) };
}

/** A body that speaks of its own outcome; null: it does not. */
function executionOf(body: Data): Execution | null {
  if (!isDataRecord(body)) return null;
  const { status, reason, compensated, receipt, used } = body;
  if (status === "failed")
    return {
      status,
      reason: typeof reason === "string" && reason !== "" ? reason : "no reason was given",
      ...(compensated === true ? { compensated } : {}),
    };
  if (status !== "done") return null;
  return { status, receipt: receipt ?? null, ...(usedOf(used) === null ? {} : { used: usedOf(used)! }) };
}

function usedOf(used: Data | undefined): { readonly [clause: string]: string } | null {
  if (!isDataRecord(used)) return null;
  const amounts = Object.entries(used as DataRecord);
  if (!amounts.every((entry): entry is [string, string] => typeof entry[1] === "string"))
    throw new Error("`used` of the answer holds an amount that is no text");
  return Object.fromEntries(amounts);
}

/** What a problem document (RFC 9457) or a plain body says, short. */
function detail(answer: HttpAnswer, url: URL): string {
  let words: Data | undefined;
  try {
    const body = jsonOf(answer, url);
    words = isDataRecord(body) ? (body["detail"] ?? body["message"] ?? body["error"] ?? body["title"]) : undefined;
  } catch {
    words = answer.body.trim();
  }
  return typeof words === "string" && words !== "" ? `: ${words.slice(0, 300)}` : "";
}

async function lookup(
  order: Order,
  status_url: string,
  options: HttpExecutorOptions,
  signal: AbortSignal,
): Promise<Execution | "not_applied" | null> {
  const url = expand(status_url, { idempotency_key: order.idempotency_key, proposal: order.proposal });
  const answer = await send(url, { method: "GET" }, options, signal);
  if (answer.status === 404) return options.not_found === "not_applied" ? "not_applied" : null;
  if (answer.status !== 200) return null;
  const body = jsonOf(answer, url);
  return isDataRecord(body) && body["status"] === "not_applied" ? "not_applied" : executionOf(body);
}

/** Faults of finding and connecting to a host come before the first byte of the order; Node names the call that failed. */
function neverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
  return causes.length > 0 && causes.every(beforeSending);
}

function beforeSending(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const { syscall, code } = cause as NodeJS.ErrnoException;
  return syscall === "connect" || syscall === "getaddrinfo" || code === "UND_ERR_CONNECT_TIMEOUT";
}
