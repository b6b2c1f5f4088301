import assert from "node:assert/strict";
import { BehindEdge, elsewhere, shipped } from "../../support/behind-edge.ts";

const script = (body: string) => ({ headers: { "content-type": "text/javascript" }, body });
/** Three scripts, each of which says that it ran. */
const scripts = `<script src="/own.js"></script><script>ran("inline")</script>
    <script src="https://${elsewhere}/theirs.js"></script>`;
const own = script(`
    globalThis.done = []; globalThis.reports = [];
    function ran(name) { done.push(name); }
    document.addEventListener("securitypolicyviolation", (event) => reports.push(event.disposition));
    ran("own");`);
const theirs = script(`ran("theirs")`);

describe("The headers that the CDN adds, in Chromium", () => {
    const site = new BehindEdge();
    before(function () {
        return site.start(this, shipped);
    });
    beforeEach(() => site.clear());
    after(() => site.stop());

    it("let a page run the site's own scripts, and none that stands in it or comes from elsewhere", async () => {
        site.app.pages = { "/": { body: scripts }, "/own.js": own };
        site.other.pages = { "/theirs.js": theirs };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            assert.deepEqual(await page.evaluate("done"), ["own"]);
            assert.deepEqual(await page.evaluate("reports"), ["enforce", "enforce"]);
        });
        assert.equal(site.other.asked.length, 0);
    });

    it("give way to the application's own Content-Security-Policy and Cache-Control", async () => {
        const said = { "content-security-policy": "script-src 'unsafe-inline'", "cache-control": "private" };
        site.app.pages = { "/": { headers: said, body: "<script>document.title = 'mine'</script>" } };
        await site.user(async (page) => {
            const headers = (await page.goto(site.url("/")))!.headers();
            assert.deepEqual({ ...headers, ...said }, headers);
            assert.equal(await page.title(), "mine");
        });
    });

    it("keep a page out of other sites' frames, unless the application lets them", async () => {
        const headers = { "content-security-policy": `frame-ancestors https://${elsewhere}` };
        site.app.pages = { "/": { body: "<h1>Ours</h1>" }, "/widget": { headers, body: "<h1>Ours</h1>" } };
        const framed = (path: string) => {
            site.other.pages = { "/": { body: `<iframe src="${site.url(path)}"></iframe>` } };
            return site.user(async (page) => {
                await page.goto(`https://${elsewhere}/`);
                // It is another process's, which tells by itself where it is.
                const isThere = (url: string) => !["", "about:blank"].includes(url);
                const frame = await page.waitForFrame(
                    (one) => one !== page.mainFrame() && isThere(one.url()),
                );
                return frame.url();
            });
        };
        assert.match(await framed("/"), /^chrome-error:/);
        assert.equal(await framed("/widget"), site.url("/widget"));
    });

    it("keep text from being run as a script, unless the application lets it", async () => {
        const text = { "content-type": "text/plain" };
        const body = "document.title = 'ran'";
        site.app.pages = {
            "/": { body: '<script src="/words.txt"></script>' },
            "/words.txt": { headers: text, body },
            "/let": { body: '<script src="/let.txt"></script>' },
            "/let.txt": { headers: { ...text, "x-content-type-options": "none" }, body },
        };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            assert.equal(await page.title(), "");
            await page.goto(site.url("/let"));
            assert.equal(await page.title(), "ran");
        });
    });

    it("tell another site where a user comes from, and not from which page", async () => {
        const body = `<a href="https://${elsewhere}/next">Next</a>`;
        const unsafe = { "referrer-policy": "unsafe-url" };
        site.app.pages = { "/reset": { body }, "/told": { headers: unsafe, body } };
        site.other.pages = { "/next": { body: "Next" } };
        for (const path of ["/reset?token=1", "/told?token=1"]) {
            await site.user(async (page) => {
                const headers = (await page.goto(site.url(path)))!.headers();
                // Chromium would do the same without it; an older browser would not.
                if (path.startsWith("/reset"))
                    assert.equal(headers["referrer-policy"], "strict-origin-when-cross-origin");
                await Promise.all([page.waitForNavigation(), page.click("a")]);
            });
        }
        const referers = site.other.asked.map(({ headers }) => headers.referer);
        assert.deepEqual(referers, [site.url("/"), site.url("/told?token=1")]);
    });

    it("refuse a page the camera, unless the application lets it", async () => {
        const headers = { "permissions-policy": "camera=(self)" };
        site.app.pages = { "/": { body: "" }, "/call": { headers, body: "" } };
        const camera = `navigator.mediaDevices.getUserMedia({ video: true }).then(() => "on", ({ name }) => name)`;
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            assert.equal(await page.evaluate(camera), "NotAllowedError");
            await page.goto(site.url("/call"));
            assert.equal(await page.evaluate(camera), "on");
        });
    });

    it("bring users back over HTTPS, after one visit without a plain request", async () => {
        site.app.pages = { "/": { body: "Welcome" }, "/next": { body: "Next" } };
        const plainly = (path: string) => site.url(path).replace("https:", "http:");
        await site.user(async (page) => {
            assert.equal((await page.goto(plainly("/")))!.url(), site.url("/"));
            // Of another page: the redirect of the first is kept by itself.
            assert.equal((await page.goto(plainly("/next")))!.url(), site.url("/next"));
        });
        assert.deepEqual(site.edge.plain, ["/"]);
    });
});
