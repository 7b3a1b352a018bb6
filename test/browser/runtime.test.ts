/**
 * The runtime where it is meant for: a page in a real browser, under a content security policy that lets no code be made.
 * Skipped, with a word, where there is no Chromium.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sizeOf } from "../../scripts/size/measure.ts";
import { bundleText } from "../../src/bundle/build.ts";
import { generateKeys, signBundle } from "../../src/bundle/sign.ts";
import { decide } from "../../src/runtime.ts";
import { examples, refunds } from "../bundle/sets.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

const { bundle, evaluator } = refunds();
const [example = ""] = examples("refunds");
const changeSet = readFileSync(`${example}.json`, "utf8");
const context = readFileSync(`${example}.context.json`, "utf8");

const main = `
import { decide, openBundle } from "/runtime.js";
import { verifyBundle } from "/verify.js";
const get = async (path) => (await fetch(path)).text();
const text = await get("/bundle.json");
const opened = openBundle(text, { at_least: 7 });
const decision = decide(opened.evaluator, JSON.parse(await get("/change-set.json")), JSON.parse(await get("/context.json")));
const verified = await verifyBundle(text, { keys: [await get("/key.pem")] });
let made = "code was made";
try { new Function("return 1")(); } catch { made = "no code was made"; }
const found = {
  decision: JSON.stringify(decision),
  signed_by: verified.ok ? verified.signed_by : verified.faults,
  edited: openBundle(text.replace('"high"', '"low"')).faults[0].code,
  made,
};
document.body.textContent = JSON.stringify(found);
document.body.id = "done";
`;

let server: Server;
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  const keys = await generateKeys();
  const [runtime, verify] = await Promise.all([sizeOf("src/runtime.ts"), sizeOf("src/runtime-verify.ts")]);
  const js = "text/javascript";
  const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
    "/": ["text/html", '<!doctype html><body><script type="module" src="/main.js"></script>'],
    "/main.js": [js, main],
    "/runtime.js": [js, runtime.code],
    "/verify.js": [js, verify.code],
    "/bundle.json": ["application/json", bundleText((await signBundle(bundle, keys.private_key))!)],
    "/change-set.json": ["application/json", changeSet],
    "/context.json": ["application/json", context],
    "/key.pem": ["text/plain", keys.public_key],
  };
  server = createServer((request, response) => {
    const [type, body] = pages[request.url ?? ""] ?? ["text/plain", ""];
    response.writeHead(body === "" ? 404 : 200, { "content-type": type, "content-security-policy": POLICY });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

test.skipIf(CHROMIUM === undefined)(
  `a page opens a bundle, checks its signature and decides${CHROMIUM === undefined ? " (no Chromium here)" : ""}`,
  async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const body = page.locator("body#done");
    await body.waitFor({ timeout: 60_000, state: "attached" }).catch(() => undefined);
    expect(errors).toEqual([]);
    const found = JSON.parse((await body.textContent()) ?? "");
    expect(found.decision).toBe(JSON.stringify(decide(evaluator, JSON.parse(changeSet), JSON.parse(context))));
    expect(found.signed_by).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    expect(found).toMatchObject({ edited: "digest_mismatch", made: "no code was made" });
  },
  120_000,
);
