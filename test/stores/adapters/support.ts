/** Folders, servers and orders for the adapters' tests. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { ChangeSet } from "../../../src/decision/documents.ts";
import type { FactQuery, Order } from "../../../src/gate/ports.ts";

export const never = new AbortController().signal;

/** A folder that is gone after the test. Files are written as if some time ago, so that nobody waits for them to settle. */
export function folder(): {
  readonly path: string;
  readonly write: (name: string, text: string | Uint8Array) => string;
} {
  const path = mkdtempSync(join(tmpdir(), "bylaw-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  let seconds = Date.now() / 1000 - 3600;
  return {
    path,
    write: (name, text) => {
      const full = join(path, name);
      writeFileSync(full, text);
      seconds += 1;
      utimesSync(full, seconds, seconds);
      return full;
    },
  };
}

export const query = (...args: FactQuery["args"]): FactQuery => ({ source: "orders", args, proposal: "pr_1" });

export interface Served {
  readonly url: string;
  readonly requests: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
    readonly body: string;
  }[];
  readonly close: () => void;
}

/** A server on this machine that answers as it is told. */
export async function serve(
  answer: (
    request: { readonly url: string; readonly body: string; readonly count: number },
    response: ServerResponse,
  ) => void,
): Promise<Served> {
  const requests: Served["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      requests.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      answer({ url: request.url!, body, count: requests.length }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}

export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
};

export function order(changes: NonNullable<ChangeSet["changes"]>, key = "pr_1"): Order {
  return {
    idempotency_key: key,
    tenant: "default",
    proposal: key,
    revision: 1,
    digest: `sha256:${key}`,
    change_set: {
      id: "cs",
      action: "a.b.C",
      environment: "prod",
      requester: { id: "user:ann", kind: "person" },
      changes,
    },
    decision: {} as Order["decision"],
    versions: {},
  };
}

export const change = (id: string, field: string, old: unknown, fresh: unknown, type = "Account") => ({
  target: { type, id },
  field,
  old,
  new: fresh,
});
