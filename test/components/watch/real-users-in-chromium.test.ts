import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Page } from "puppeteer-core";
import { BehindEdge, shipped } from "../../support/behind-edge.ts";
import { HOUSE } from "../../support/house.ts";
import { until } from "../../support/until.ts";

const [id, host] = ["01234567-89ab-4def-8123-456789abcdef", "dataplane.rum.us-east-1.amazonaws.com"];
const runbook = readFileSync(path.join(HOUSE, "docs/runbooks/real-users.md"), "utf8");
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]+?)\`\`\``).exec(runbook)![1]!;
/** What a person pastes, with what the container is told. */
const tag = [id, `https://${host}`, "100"].reduce((html, told) => html.replace("…", told), blockOf("html"));
const body = `<head><title>Order of Anna</title>${tag}</head>
    <h1>Thank you, Anna</h1><button>Pay</button>`;
const mine = "/orders/17?token=tell-nobody";

interface Sent {
    BatchId: string;
    AppMonitorDetails: { id: string; version: string };
    UserDetails: { userId: string; sessionId: string };
    RumEvents: { id: string; timestamp: number; type: string; metadata: string; details: string }[];
}

describe("Real users' browsers, as the runbook has pages measure, in Chromium", function () {
    const site = new BehindEdge();
    const cors = {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "content-type,content-encoding",
    };
    let script = "";

    before(async function () {
        this.timeout(300_000); // a rehearsal: seconds on a quiet machine, a minute on a busy one
        const { outputFiles } = await build({
            stdin: { contents: blockOf("js"), resolveDir: HOUSE },
            ...{ bundle: true, minify: true, write: false, logLevel: "silent" },
        });
        script = outputFiles[0]!.text;
        await site.start(this, shipped, [host]);
    });
    beforeEach(() => {
        site.clear();
        const headers = { "content-type": "text/javascript" };
        site.app.pages = { "/orders/17": { body }, "/assets/measure.js": { headers, body: script } };
        site.other.pages = { [`/appmonitors/${id}`]: { headers: cors } };
    });
    after(() => site.stop());

    /** Looks at an order, pays, and leaves; the client sends every 5 s, and what it has left as its page ends. */
    async function visit(page: Page, isToldOf = () => Promise.resolve(events().length > 0)) {
        // Browsers tell of an interaction that took longer than 104 ms, and of a shorter one not always.
        await page.evaluateOnNewDocument(`globalThis.refused = []; globalThis.measured = new Set();
            const heard = new PerformanceObserver((list) => list.getEntries().forEach(({ entryType, name }) =>
                measured.add(entryType === "event" ? name : entryType)));
            heard.observe({ type: "event", durationThreshold: 104 });
            heard.observe({ type: "largest-contentful-paint", buffered: true });
            addEventListener("click", ({ timeStamp }) => { while (performance.now() < timeStamp + 150); });
            document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
                refused.push(effectiveDirective + " " + blockedURI));`);
        await page.goto(site.url(mine));
        await page.click("button");
        // Whoever leaves earlier has none of them to tell.
        await until(async () =>
            Boolean(await page.evaluate(`measured.has("largest-contentful-paint") && measured.has("click")`)),
        );
        await until(isToldOf);
        // As a browser says it to a page in the background: the vitals are final then.
        await page.evaluate(`Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
            document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));`);
        await wait(500);
        const refused = await refusedOn(page);
        // A page whose window is closed may end without a word.
        await page.goto("about:blank");
        return refused;
    }

    const refusedOn = async (page: Page) => (await page.evaluate("refused")) as string[];

    function sent(): Sent[] {
        const posts = site.other.asked.filter(({ method }) => method === "POST");
        return posts.map(({ headers, body }) => {
            const text = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
            return JSON.parse(String(text)) as Sent;
        });
    }

    const events = () => sent().flatMap(({ RumEvents }) => RumEvents);

    it("send the three vitals to the monitor under the policy that the stack gives pages, and nothing else", async () => {
        const refused = await site.user((page) => visit(page));
        assert.deepEqual(refused, []);
        await until(() => events().length >= 4);
        const all = sent();
        const kinds = ["cumulative_layout_shift", "interaction_to_next_paint", "largest_contentful_paint"];
        assert.deepEqual([...new Set(events().map(({ type }) => type))].sort(), [
            ...kinds.map((kind) => `com.amazon.rum.${kind}_event`),
            "com.amazon.rum.page_view_event",
        ]);
        assert.equal(events().length, 4, "A load is paid for by its events.");
        for (const { type, details } of events().filter(({ type }) => !type.includes("page_view"))) {
            const { version, value, ...more } = JSON.parse(details) as Record<string, unknown>;
            assert.deepEqual([version, typeof value, more], ["1.0.0", "number", {}], type);
        }
        for (const { AppMonitorDetails, UserDetails, BatchId } of all) {
            assert.deepEqual(AppMonitorDetails, { id, version: "1" });
            assert.equal(UserDetails.userId, "00000000-0000-0000-0000-000000000000");
            for (const one of [UserDetails.sessionId, BatchId]) assert.match(one, /^[0-9a-f-]{36}$/);
        }
    });

    it("tell nobody who a user is: no cookie, nothing kept, no query, no title, no id in a path, no signature", async () => {
        await site.user(async (page, context) => {
            await visit(page);
            assert.deepEqual(await context.cookies(), []);
            await page.goto(site.url("/orders/17"));
            assert.deepEqual(await page.evaluate("[localStorage.length, sessionStorage.length]"), [0, 0]);
        });
        const all = sent();
        assert.match(JSON.stringify(all), /\/orders\/\{id\}/);
        assert.doesNotMatch(JSON.stringify(all), /token|tell-nobody|Anna|orders\/17/);
        for (const { headers, path } of site.other.asked) {
            assert.equal(path, `/appmonitors/${id}`);
            assert.deepEqual([headers.cookie, headers.authorization], [undefined, undefined]);
        }
    });

    it("send nothing under the policy as it was set, to which the stack added nothing", async () => {
        const headers = { "content-security-policy": "default-src 'self'" };
        site.app.pages["/orders/17"] = { headers, body };
        const [refused = "none"] = await site.user((page) =>
            visit(page, async () => (await refusedOn(page)).length > 0),
        );
        assert.match(refused, new RegExp(`^connect-src https://${host}/`));
        assert.deepEqual(site.other.asked, []);
    });
});
