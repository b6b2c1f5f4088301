import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { BehindEdge, shipped } from "../../support/behind-edge.ts";

/** Of the file that ships: airworthy:firewall.maxBodyKb, in bytes. */
const limit = 1024 * 1024;
const signedIn = (name: string) => ({ "set-cookie": `session=${name}` });
const post = (page: Page, path: string, bytes: number) =>
    page.evaluate(
        `fetch("${path}", { method: "POST", body: new Uint8Array(${bytes}) }).then((one) => one.status)`,
    );

describe("What the CDN and the firewall answer, in Chromium", () => {
    const site = new BehindEdge();
    before(function () {
        return site.start(this, shipped);
    });
    beforeEach(() => site.clear());
    after(() => site.stop());

    it("a static file is fetched from the application once for two users, without a cookie either way", async () => {
        const headers = { "content-type": "text/javascript", ...signedIn("of-the-file") };
        site.app.pages = {
            "/": ({ path }) => ({
                headers: signedIn(path.slice(2)),
                body: `<script src="/assets/app.js"></script>`,
            }),
            "/assets/app.js": { headers, body: "document.title = 'ran'" },
        };
        for (const name of ["ann", "bob"]) {
            await site.user(async (page, context) => {
                // The second visit has the cookie of the first to send.
                for (const _visit of [1, 2]) await page.goto(site.url(`/?${name}`));
                assert.equal(await page.title(), "ran");
                assert.deepEqual(
                    (await context.cookies()).map(({ value }) => value),
                    [name],
                );
            });
        }
        assert.deepEqual(
            site.app.to("/assets/app.js").map(({ headers }) => headers.cookie),
            [undefined],
        );
        site.seconds += 86_400;
        await site.user((page) => page.goto(site.url("/assets/app.js")));
        assert.equal(site.app.to("/assets/app.js").length, 2);
    });

    it("any other page reaches the application each time, with the user's cookies and what was asked", async () => {
        site.app.pages = { "/cart": { headers: { ...signedIn("ann"), "cache-control": "max-age=60" } } };
        await site.user(async (page) => {
            await page.goto(site.url("/cart?item=1"));
            await page.reload();
        });
        await site.user((page) => page.goto(site.url("/cart?item=1")));
        assert.deepEqual(
            site.app.asked.map(({ path, headers }) => [path, headers.host, headers.cookie]),
            [undefined, "session=ann", undefined].map((cookie) => ["/cart?item=1", site.edge.name, cookie]),
        );
    });

    it("a POST to a static path is refused before the application is asked", async () => {
        site.app.pages = { "/": { body: "" } };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            assert.equal(await post(page, "/assets/app.js", 1), 403);
        });
        assert.equal(site.app.asked.length, 1);
    });

    it("what is too large is answered 413 before the application sees a byte; what just fits comes through", async () => {
        site.app.pages = { "/": { body: "" }, "/notes": { status: 201 } };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            assert.equal(await post(page, "/notes", limit + 1), 413);
            assert.deepEqual(site.app.to("/notes"), []);
            assert.equal(await post(page, "/notes", limit), 201);
        });
        assert.deepEqual(
            site.app.to("/notes").map(({ body }) => body.length),
            [limit],
        );
    });

    it("users see a page of its own where nothing listens, and where the load balancer has nobody to ask", async () => {
        const seen = () =>
            site.user(async (page) => {
                const response = (await page.goto(site.url("/")))!;
                assert.ok(response.headers()["content-security-policy"]);
                return [response.status(), await page.$eval("h1", (one) => one.textContent)];
            });
        const sorry = "This is not available right now";
        await site.app.stop();
        assert.deepEqual(await seen(), [502, sorry]);
        await site.app.start();
        site.app.pages = { "/": { status: 503, body: "<h1>503 Service Temporarily Unavailable</h1>" } };
        assert.deepEqual(await seen(), [503, sorry]);
        site.app.pages = { "/": { body: "<h1>Welcome</h1>" } };
        assert.deepEqual(await seen(), [200, "Welcome"]);
        assert.deepEqual(site.app.to("/_unavailable/index.html"), []);
    });

    it("who waited in front of that page is led to the application at once", async () => {
        await site.user(async (page) => {
            const visit = () => page.goto(site.url("/")).then((one) => one!.status());
            site.app.pages = { "/": { status: 503 } };
            assert.equal(await visit(), 503);
            site.app.pages = { "/": { body: "Welcome" } };
            assert.equal(await visit(), 200);
        });
    });

    it("a fault of the application's, or a page that one user may not find, is not kept for another", async () => {
        site.app.pages = { "/": { body: "" } };
        const asking = async (page: Page) => {
            await page.goto(site.url("/"));
            return () => page.evaluate(`fetch("/order", { cache: "no-store" }).then((one) => one.status)`);
        };
        await site.user((page) =>
            site.user(async (other) => {
                const [one, another] = [await asking(page), await asking(other)];
                for (const status of [400, 401, 403, 404, 405, 410, 414, 429, 500, 501, 502, 503, 504]) {
                    site.app.pages = { "/order": { status, body: "Not for you" } };
                    assert.equal(await one(), status);
                    site.app.pages = { "/order": { body: "Yours" } };
                    assert.equal(await another(), 200, `after ${status}`);
                }
            }),
        );
    });
});
