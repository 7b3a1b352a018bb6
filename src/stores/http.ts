/** Calls over HTTP with bounds on everything: time, attempts, size, where they lead. */
import type { Clock, Data } from "../gate/ports.ts";
import { readExact } from "./json.ts";
import { systemClock } from "./system.ts";

export interface HttpOptions {
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** Bytes of an answer's body. Default: 1 MB. */
  readonly max_bytes?: number | undefined;
}

export interface RetryOptions extends HttpOptions {
  /** All together. Default: 3. */
  readonly attempts?: number | undefined;
  /** Of one attempt, in milliseconds. Default: 3 seconds. */
  readonly attempt_limit_ms?: number | undefined;
  readonly clock?: Pick<Clock, "now" | "after"> | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const MAX_BYTES = 1_000_000;
const ATTEMPTS = 3;
const ATTEMPT_MS = 3_000;
const FIRST_PAUSE_MS = 100;
/** A server that asks for a longer pause is not waited for. */
const LONGEST_PAUSE_MS = 10_000;
const REDIRECTS = 5;

/**
 * Fills `{1}` or `{id}` in a URL, as RFC 6570 does simple expansion: percent-encoded, the members of a list with commas
 * between them. Throws for a value that would lead to another place than the template says: an empty one, `.` or `..` in the path.
 */
export function expand(template: string, values: { readonly [name: string]: Data }): URL {
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string, at: number) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the address has {${name}}, and there is no such value`);
    const texts = (Array.isArray(value) ? (value as readonly Data[]) : [value]).map((one) => {
      if (typeof one === "string" || typeof one === "number" || typeof one === "boolean") return String(one);
      throw new Error(`{${name}} of the address is a record; only texts and numbers can stand in one`);
    });
    const text = texts.map(encodeURIComponent).join(",");
    // No keys at all are a question, but in a path they are the address of everything.
    if (text === "" && !(Array.isArray(value) && template.slice(0, at).includes("?")))
      throw new Error(`{${name}} of the address is empty`);
    return text;
  });
  const url = new URL(filled);
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(filled)?.[1] ?? "";
  if (url.pathname !== (path === "" ? "/" : path)) throw new Error("a value would lead to another place of the server");
  return url;
}

/**
 * What is wrong with a template, or null: it is `http:` or `https:`, and nothing is filled in before the path, nor what is not
 * among the `names`.
 */
export function templateFault(template: string, names: RegExp): string | null {
  if (!/^https?:\/\/[^/?#{}]+(?:[/?#]|$)/i.test(template))
    return "an address begins with http:// or https:// and a host";
  if (/^https?:\/\/[^/?#]*@/i.test(template)) return "an address holds no user name or password; send them as a header";
  if (!URL.canParse(template.replace(/\{\w+\}/g, "x"))) return "this is no address";
  const odd = [...template.matchAll(/\{(\w+)\}/g)].find(([, name]) => !names.test(name!));
  return odd === undefined ? null : `nothing is filled in for ${odd[0]} here`;
}

/** An address as messages may show it: queries and user names can be secrets. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`;

/**
 * GET (or POST, for questions that do not fit an address), again after a connection that fails, a 5xx and a 429: with
 * exponential pauses and full jitter, or as `Retry-After` asks. Follows redirects within the same origin only.
 */
export async function request(
  url: URL,
  init: { readonly method: "GET" | "POST"; readonly body?: string },
  options: RetryOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { attempts = ATTEMPTS, attempt_limit_ms = ATTEMPT_MS, clock = systemClock } = options;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    const outcome = await once(url, init, options, AbortSignal.any([signal, AbortSignal.timeout(attempt_limit_ms)]));
    signal.throwIfAborted();
    if (outcome.answer !== null && !transient(outcome.answer.status)) return outcome.answer;
    const last = outcome.answer === null ? outcome.why : `it answered ${outcome.answer.status}`;
    if (attempt >= attempts)
      throw new Error(`${shownUrl(url)}: ${last}${attempt === 1 ? "" : ` (${attempt} attempts)`}`);
    const asked = outcome.answer === null ? null : retryAfter(outcome.answer.headers.get("retry-after"), clock.now());
    if (asked !== null && asked > LONGEST_PAUSE_MS)
      throw new Error(`${shownUrl(url)}: ${last}, and asks to wait ${Math.ceil(asked / 1000)} seconds`);
    await clock.after(asked ?? Math.random() * FIRST_PAUSE_MS * 2 ** attempt, signal);
  }
}

const transient = (status: number): boolean => status >= 500 || status === 429;

type Once = { readonly answer: HttpAnswer } | { readonly answer: null; readonly why: string };

async function once(
  url: URL,
  init: { readonly method: "GET" | "POST"; readonly body?: string },
  options: HttpOptions,
  signal: AbortSignal,
): Promise<Once> {
  let here = url;
  for (let hops = 0; ; hops++) {
    let answer: HttpAnswer;
    try {
      answer = await send(here, init, options, signal);
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      return { answer: null, why: wordsOf(error) };
    }
    const to = answer.headers.get("location");
    if (init.method !== "GET" || to === null || ![301, 302, 303, 307, 308].includes(answer.status)) return { answer };
    const next = URL.canParse(to, here.href) ? new URL(to, here.href) : null;
    if (next === null || next.origin !== url.origin)
      throw new Error(`${shownUrl(url)} leads to another host, which is not followed`);
    if (hops >= REDIRECTS) throw new Error(`${shownUrl(url)} leads on more than ${REDIRECTS} times`);
    here = next;
  }
}

class TooLarge extends Error {}

/** One request, with no redirect followed and no attempt repeated. Throws what `fetch` throws. */
export async function send(
  url: URL,
  init: {
    readonly method: "GET" | "POST";
    readonly body?: string;
    readonly headers?: { readonly [name: string]: string };
  },
  { headers, max_bytes = MAX_BYTES }: HttpOptions,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  // Names of headers are the same in capitals: the later one replaces the earlier, and is not added to it.
  const sent = new Headers({ accept: "application/json" });
  if (init.body !== undefined) sent.set("content-type", "application/json");
  for (const [name, value] of Object.entries({ ...headers, ...init.headers })) sent.set(name, value);
  const response = await fetch(url, {
    method: init.method,
    redirect: "manual",
    signal,
    headers: sent,
    ...(init.body === undefined ? {} : { body: init.body }),
  });
  return { status: response.status, headers: response.headers, body: await bodyOf(response, url, max_bytes) };
}

async function bodyOf(response: Response, url: URL, most: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let bytes = 0;
  // Leaving the loop by an exception closes the connection.
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > most)
      throw new TooLarge(`${shownUrl(url)}: the answer is longer than ${most.toLocaleString("en")} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** The body as exact JSON. Throws where it is none. */
export const jsonOf = (answer: HttpAnswer, url: URL): Data => readExact(answer.body, shownUrl(url));

/** What kept a request from being answered, in words. `fetch` says only "fetch failed", and the reason is its cause. */
export function wordsOf(error: unknown): string {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  if (name === "TimeoutError") return "it did not answer in time";
  const inner = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return inner instanceof Error && inner.message !== "" ? inner.message : message;
}

function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
