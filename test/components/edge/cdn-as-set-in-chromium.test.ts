import assert from "node:assert/strict";
import { request } from "node:http";
import { BehindEdge, built, elsewhere } from "../../support/behind-edge.ts";
import { until } from "../../support/until.ts";

const settings: Parameters<typeof built>[0] = {
    cdn: { contentSecurityMode: "report", cacheablePaths: ["/api/prices"] },
    firewall: { uploadMb: { "/import": 2 } },
};
const kb = 1024;

describe("The CDN with settings that production doesn't ship with, in Chromium", () => {
    const site = new BehindEdge();
    before(function () {
        return site.start(this, () => built(settings));
    });
    beforeEach(() => site.clear());
    after(() => site.stop());

    it("lets every script run while it only reports, and reports each that it would have refused", async () => {
        const script = { "content-type": "text/javascript" };
        const inline = `<script>ran("inline")</script>`;
        const theirs = `<script src="https://${elsewhere}/theirs.js"></script>`;
        site.app.pages = {
            "/": { body: `<script src="/own.js"></script>${inline}${theirs}` },
            "/own.js": {
                headers: script,
                body: `const done = ["own"], reports = [], ran = (name) => done.push(name);
                    const heard = ({ disposition }) => reports.push(disposition);
                    document.addEventListener("securitypolicyviolation", heard);`,
            },
        };
        site.other.pages = { "/theirs.js": { headers: script, body: `ran("theirs")` } };
        await site.user(async (page) => {
            const said: string[] = [];
            page.on("console", (message) => void said.push(message.text()));
            await page.goto(site.url("/"));
            assert.deepEqual(await page.evaluate("done"), ["own", "inline", "theirs"]);
            assert.deepEqual(await page.evaluate("reports"), ["report", "report"]);
            const reports = () => said.filter((one) => /report.only/i.test(one)).length;
            await until(() => reports() >= 2);
            assert.equal(reports(), 2, said.join("\n"));
        });
    });

    it("keeps a cacheable answer for as long as it says, by its query, and one that says nothing not at all", async () => {
        let asks = "max-age=60";
        site.app.pages = { "/": { body: "" }, "/api/prices": () => ({ headers: { "cache-control": asks } }) };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            // It asks the edge each time, and keeps nothing itself.
            const askedAfter = async (seconds: number, query = "") => {
                site.seconds += seconds;
                site.app.asked = [];
                await page.evaluate(`fetch("/api/prices${query}", { cache: "no-store" })`);
                return site.app.asked.length;
            };
            assert.deepEqual([await askedAfter(0), await askedAfter(59), await askedAfter(1)], [1, 0, 1]);
            assert.equal(await askedAfter(0, "?in=usd"), 1);
            for (asks of ["private, max-age=60", "no-store", "max-age=60, s-maxage=0", ""]) {
                site.edge.forget();
                assert.deepEqual([await askedAfter(0), await askedAfter(0)], [1, 1], asks);
            }
        });
    });

    it("takes a larger upload at its own path, and nowhere else", async () => {
        const answer = { body: "taken" };
        site.app.pages = { "/": { body: "" }, "/import": answer, "/imports": answer };
        await site.user(async (page) => {
            await page.goto(site.url("/"));
            const upload = (path: string, bytes: number) =>
                page.evaluate(
                    `fetch("${path}", { method: "POST", body: new Uint8Array(${bytes}) }).then((one) => one.status)`,
                );
            assert.equal(await upload("/import", 2 * kb * kb), 200);
            assert.equal(await upload("/import", 2 * kb * kb + 1), 413);
            assert.equal(await upload("/imports", 2 * kb * kb), 413);
        });
        assert.deepEqual(
            site.app.asked.map(({ path, body }) => [path, body.length]),
            [
                ["/", 0],
                ["/import", 2 * kb * kb],
            ],
        );
    });

    it("refuses an upload there that doesn't say its size, however the path is spelt", async () => {
        // No browser sends one over HTTP/1.1; everybody else may.
        const upload = (path: string) =>
            new Promise<number>((resolve, reject) => {
                const asked = request({ port: site.edge.httpPort, method: "POST", path });
                asked.on("error", reject).on("response", (one) => resolve(one.resume().statusCode!));
                asked.write("a");
                asked.end();
            });
        for (const path of ["/import", "/IMPORT", "/%69mport", "/a/../import"])
            assert.equal(await upload(path), 411, path);
    });
});
