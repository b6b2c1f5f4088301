import assert from "node:assert/strict";
import { faults, ready } from "../support/settings.ts";

describe("settings of the edge", () => {
    const domain = (name: string, dns: string, zoneId: string) =>
        faults({ "airworthy:domain": JSON.stringify({ name, dns, zoneId }) });

    it("refuses a name without its zone, and the other way round", () => {
        assert.deepEqual(domain("app.acme.dev", "route53", ""), [
            'Pulumi.staging.yaml: domain.zoneId is ""; use the zone\'s id: Z and capitals at Route 53, 32 hexadecimal digits at Cloudflare; "" together with name "".',
        ]);
        assert.equal(domain("", "route53", "Z0123456789ABC").length, 1);
        assert.deepEqual(domain("", "route53", ""), []);
    });

    it("refuses the zone of another provider", () => {
        const [amazons, cloudflares] = ["Z0123456789ABC", "0123456789abcdef0123456789abcdef"];
        assert.equal(domain("app.acme.dev", "cloudflare", amazons).length, 1);
        assert.equal(domain("app.acme.dev", "route53", cloudflares).length, 1);
        assert.deepEqual(domain("app.acme.dev", "cloudflare", cloudflares), []);
        assert.deepEqual(domain("app.acme.dev", "route53", amazons), []);
    });

    it("refuses a name that no certificate can hold with `origin.` before it", () => {
        const name = (length: number) => `${"a".repeat(length - 9)}.acme.dev`;
        assert.deepEqual(domain(name(57), "route53", "Z1"), []);
        assert.match(domain(name(58), "route53", "Z1").join(), /of up to 57 characters/);
    });

    it("takes a shared name beside one of its own, at Route 53", () => {
        const sharing = (other: object, own: object = {}) => {
            const name = { name: "eu.acme.dev", dns: "route53", zoneId: "Z1", ...own };
            return faults({ "airworthy:domain": JSON.stringify({ ...name, shared: other }) });
        };
        const other = { name: "app.acme.dev", serves: false };
        assert.deepEqual(sharing(other), []);
        const [refusal] = sharing({ ...other, name: "eu.acme.dev" });
        assert.match(refusal ?? "", /domain\.shared is .*; use a map with name and serves, beside dns/);
        // It is in the load balancer's certificate: its record would be made twice.
        assert.deepEqual(sharing({ ...other, name: "origin.eu.acme.dev" }), [
            "Pulumi.staging.yaml: domain.shared.name is origin.eu.acme.dev; use another host name of the same zone at Route 53, neither the own one nor that with `origin.` before it, of up to 64 characters, such as app.example.com.",
        ]);
        assert.equal(sharing(other, { name: "", zoneId: "" }).length, 1);
        assert.equal(sharing(other, { dns: "cloudflare", zoneId: "0".repeat(32) }).length, 1);
        assert.match(sharing({ ...other, serves: "yes" })[0] ?? "", /serves is yes; use true in the/);
        assert.match(sharing({ name: "app.acme.dev" })[0] ?? "", /serves is missing/);
        assert.match(sharing({ ...other, name: "APP.acme.dev" })[0] ?? "", /shared\.name is/);
    });

    it("takes Cloudflare in front of a name whose zone is there, and nothing else", () => {
        const proxied = (value: unknown, changes: object = {}) => {
            const zone = { name: "app.acme.dev", dns: "cloudflare", zoneId: "0".repeat(32), ...changes };
            return faults({ "airworthy:domain": JSON.stringify({ ...zone, proxied: value }) });
        };
        const own = { zone: "own" };
        assert.deepEqual([...proxied(own), ...proxied({ zone: "elsewhere" })], []);
        assert.deepEqual(proxied(own, { dns: "route53", zoneId: "Z1" }), [
            'Pulumi.staging.yaml: domain.proxied is {"zone":"own"}; use a map with zone, and a plan other than free, beside dns cloudflare and a name, or leave it out.',
        ]);
        assert.equal(proxied(own, { name: "", zoneId: "" }).length, 1);
        const shared = { shared: { name: "acme.dev", serves: true } };
        assert.match(proxied(own, shared).join(), /domain\.shared is .*beside dns route53/);
        assert.match(proxied(true).join(), /domain\.proxied is true; use a map with zone/);
        assert.match(proxied({ zone: "mine" }).join(), /proxied\.zone is mine; use own in one environment/);
        const [odd, ...others] = proxied({ zone: "own", plan: "gold" });
        assert.match(odd!, /domain\.proxied\.plan is gold; use free, pro, business or enterprise/);
        assert.deepEqual(others, []);
        const [stranger] = proxied({ zone: "own", uploadMb: 200 });
        assert.match(
            stranger!,
            /proxied\.uploadMb is 200, but there is no such setting; use one of zone, plan\.$/,
        );
    });

    it("refuses a size that Cloudflare, in front, takes on no such plan, and takes it anywhere else", () => {
        const sized = (sizes: object, proxied?: object) => {
            const shipped = JSON.parse(ready["airworthy:firewall"]!) as object;
            const zone = { name: "app.acme.dev", dns: "cloudflare", zoneId: "0".repeat(32) };
            return faults({
                "airworthy:domain": JSON.stringify({ ...zone, ...(proxied && { proxied }) }),
                "airworthy:firewall": JSON.stringify({ ...shipped, ...sizes }),
            });
        };
        const own = { zone: "own" };
        const large = { maxBodyKb: 102_401, uploadMb: { "/import": 101, "/avatar": 100 } };
        assert.deepEqual(sized(large), []);
        const why =
            "behind Cloudflare (domain.proxied) its plan free takes no more in one request. A larger file goes into the bucket of uploads by a signed address, which is not behind it.";
        assert.deepEqual(sized(large, own), [
            `Pulumi.staging.yaml: firewall.maxBodyKb is 102401; use 1 to 102400: ${why}`,
            `Pulumi.staging.yaml: firewall.uploadMb./import is 101; use 1 to 100: ${why}`,
        ]);
        // What is no size at all is refused once, and not by Cloudflare's bounds.
        assert.equal(sized({ maxBodyKb: 2_000_000, uploadMb: { "/import": 100.5 } }, own).length, 2);
        assert.deepEqual(sized({ maxBodyKb: 102_400, uploadMb: { "/avatar": 100 } }, own), []);
        for (const [plan, mb] of Object.entries({ pro: 100, business: 200, enterprise: 500 }))
            for (const over of [0, 1]) {
                const found = sized({ uploadMb: { "/import": mb + over } }, { ...own, plan });
                assert.equal(found.length, over, `${plan} ${found.join()}`);
            }
    });

    const edge = (key: "cdn" | "firewall", changes: object) => {
        const shipped = JSON.parse(ready[`airworthy:${key}`]!) as object;
        return faults({ [`airworthy:${key}`]: JSON.stringify({ ...shipped, ...changes }) });
    };

    it("takes limits by path, and refuses what WAF would", () => {
        assert.deepEqual(edge("firewall", { requestsPerPath: { "/login": 50, "/api/*": 500 } }), []);
        assert.match(edge("firewall", { requestsPerPath: { "/login": 5 } }).join(), /\/login is 5; use 10/);
        assert.equal(edge("firewall", { requestsPerPath: { login: 50 } }).length, 1);
        assert.equal(edge("firewall", { uploadMb: { "/a*b": 50 } }).length, 1);
        const six = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`/${at}`, 10]));
        assert.match(edge("firewall", { uploadMb: six }).join(), /uploadMb is .*up to 5 paths/);
        for (const userBy of [
            "cookie:connect.sid",
            "cookie:__Host-id",
            "header:x_y.z",
            `cookie:${"a".repeat(64)}`,
        ])
            assert.deepEqual(edge("firewall", { userBy }), []);
        for (const userBy of ["session", "header:", "cookie:a b", "query:user", "cookie:a=b", "cookie:a;b"])
            assert.match(edge("firewall", { userBy }).join(), /userBy is .*use header: or cookie:/);
    });

    /** Of both keys at once. */
    const paths = (cdn: object, firewall: object = {}) => {
        const shipped = (key: string) => JSON.parse(ready[`airworthy:${key}`]!) as object;
        return faults({
            "airworthy:cdn": JSON.stringify({ ...shipped("cdn"), ...cdn }),
            "airworthy:firewall": JSON.stringify({ ...shipped("firewall"), ...firewall }),
        });
    };

    it("refuses to keep the application's own pages for everybody, and says what to keep", () => {
        assert.deepEqual(paths({ staticPaths: ["/*"] }), [
            'Pulumi.staging.yaml: cdn.staticPaths is ["/*"]; use paths of files alone, such as /assets/*: under /* nothing but GET, HEAD and OPTIONS gets there, and no cookie, and the application\'s own pages are there.',
        ]);
        assert.equal(paths({ staticPaths: ["/assets/*", "/"] }).length, 1);
        assert.match(
            paths({ cacheablePaths: ["/*"] }).join(),
            /cacheablePaths is .*such as \/api\/prices: under/,
        );
        assert.deepEqual(paths({ cacheablePaths: ["/"] }), [], "a first page that is the same for everybody");
    });

    it("refuses paths that another list has taken whole, however they are spelled", () => {
        const [upload, ...more] = paths({}, { uploadMb: { "/assets/import": 20 } });
        assert.equal(
            upload,
            "Pulumi.staging.yaml: firewall.uploadMb has /assets/import, and cdn.staticPaths /assets/*; use others: under /assets/* nothing but GET, HEAD and OPTIONS gets there, and no cookie.",
        );
        assert.deepEqual(more, []);
        assert.equal(paths({}, { requestsPerPath: { "/Assets/Login": 50 } }).length, 1);
        assert.equal(paths({}, { requestsPerPath: { "/assets": 50 } }).length, 1, "/assets/ is one of them");
        assert.equal(paths({ cacheablePaths: ["/assets/a.json"] }).length, 1);
        assert.equal(paths({ cacheablePaths: ["/api/feed"] }, { uploadMb: { "/api/feed/": 2 } }).length, 1);
        const wider = { requestsPerPath: { "/*": 5000, "/a*": 500 }, uploadMb: { "/a*": 20 } };
        assert.deepEqual(paths({ cacheablePaths: ["/as*"] }, wider), []);
        const dear = { requestsPerPath: { "/api/prices": 50 } };
        assert.deepEqual(paths({ cacheablePaths: ["/api/prices"] }, dear), []);
    });

    it("refuses two limits of what the firewall reads as one path", () => {
        const twice = { requestsPerPath: { "/login": 50, "/Login/": 60 }, uploadMb: { "/a/*": 1, "/a": 2 } };
        assert.deepEqual(paths({}, twice), [
            "Pulumi.staging.yaml: firewall.requestsPerPath has /login and /Login/; use one: they are the same path.",
        ]);
    });

    it("takes paths that the CDN keeps each once", () => {
        assert.deepEqual(edge("cdn", { cacheablePaths: ["/api/prices"] }), []);
        assert.equal(edge("cdn", { cacheablePaths: ["/a", "/a"] }).length, 1);
        assert.equal(edge("cdn", { staticPaths: ["assets/*"] }).length, 1);
        assert.equal(edge("cdn", { contentSecurityPolicy: "default-src 'self'\nx: y" }).length, 1);
    });
});
