/** Facts and records from a service over HTTP. */
import type { Data, FactAnswer, FactSource, RecordSource } from "../../gate/ports.ts";
import { expand, type HttpAnswer, jsonOf, type RetryOptions, request, shownUrl } from "../http.ts";
import { chosen, fieldsOf, keyed, keysOf, picked } from "../json.ts";

export interface HttpSourceOptions extends RetryOptions {
  /** Where to ask. Facts fill in `{1}`, `{2}` … with their arguments; records `{type}`, `{id}` and `{fields}`. */
  readonly url: string;
  /** What a 404 says: `none` that there is no such thing. Default: `unknown`, because a wrong address answers 404 as well. */
  readonly not_found?: "none" | "unknown" | undefined;
  /** Where in the answer it is, such as `data.order`. */
  readonly pick?: string | undefined;
  /** All attempts together, in milliseconds. */
  readonly time_limit_ms?: number | undefined;
}

export interface HttpFactOptions extends HttpSourceOptions {
  /** `POST` sends `{ "args": […] }`, for questions too long for an address. It has to change nothing. Default: `GET`. */
  readonly method?: "GET" | "POST" | undefined;
  /** Makes a map of a list of records, by this field. Of those that were asked for, where the first argument is a list. */
  readonly key?: string | undefined;
}

/** `version` is the answer's ETag. What cannot be reached or read throws, so that the fact is unknown. */
export function httpFacts(options: HttpFactOptions): FactSource {
  const { url: template, method = "GET", key, pick } = options;
  return {
    time_limit_ms: options.time_limit_ms,
    read: async ({ args }, signal): Promise<FactAnswer> => {
      const url = expand(template, Object.fromEntries(args.map((value, index) => [String(index + 1), value])));
      const init = method === "GET" ? { method } : { method, body: JSON.stringify({ args }) };
      const answer = await request(url, init, options, signal);
      const version = answer.headers.get("etag") ?? undefined;
      const found = contentOf(answer, url, options);
      if (found === undefined) return { status: "none", version };
      const value = picked(found, pick, shownUrl(url));
      if (key === undefined) return { status: "found", value, version };
      const records = keyed(value, key, shownUrl(url));
      const keys = Array.isArray(args[0]) ? keysOf(args[0]) : [...records.keys()];
      return { status: "found", value: chosen(records, keys), version };
    },
  };
}

/** Old values: the answer is a record that has the fields. */
export function httpRecords(options: HttpSourceOptions): RecordSource {
  return {
    time_limit_ms: options.time_limit_ms,
    read: async (target, fields, signal) => {
      const url = expand(options.url, { type: target.type, id: target.id, fields });
      const answer = await request(url, { method: "GET" }, options, signal);
      const found = contentOf(answer, url, options);
      if (found === undefined) return { status: "none" };
      const record = picked(found, options.pick, shownUrl(url));
      return {
        status: "found",
        fields: fieldsOf(record, fields, shownUrl(url)),
        version: answer.headers.get("etag") ?? undefined,
      };
    },
  };
}

/** Undefined: there is none. */
function contentOf(answer: HttpAnswer, url: URL, { not_found = "unknown" }: HttpSourceOptions): Data | undefined {
  if (answer.status === 404 && not_found === "none") return undefined;
  if (answer.status !== 200) throw new Error(`${shownUrl(url)} answered ${answer.status}`);
  return jsonOf(answer, url);
}
