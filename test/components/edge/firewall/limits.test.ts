import assert from "node:assert/strict";
import type { FirewallArgs } from "../../../../components/edge/firewall.ts";
import { unitsOf } from "../../../../rehearsal/limits/web-acl-units.ts";
import type { Value } from "../../../../rehearsal/values.ts";
import { aclOf, freshFirewall } from "./asked.ts";

const kb = 1024;

describe("Firewall, by path", () => {
    const { let_, post, status, renew } = freshFirewall();

    it("counts a path by itself, however it is spelled", () => {
        const spelled = ["/login", "/LOGIN", "/%6cogin", "/a/../login", "//login", "/./login", "/%2flogin"];
        const ended = ["/login/", "/login%2f", "/LOGIN//", "/login/.", "/login;a=1", "/login/;a"];
        const all = [...spelled, ...ended];
        assert.equal(
            let_(51, (at) => ({ path: all[at % all.length]! })),
            50,
        );
        for (const path of all) assert.equal(status({ path }), 429, path);
        for (const path of ["/login/help", "/logins", "/login.php", "/a/login"])
            assert.equal(status({ path }), "allowed", path);
        assert.equal(status({ path: "/login", ip: "198.51.100.9" }), "allowed");
    });

    it("counts what starts so, and of a name with a dot that name alone", async () => {
        const requestsPerPath = { "/API/*": 10, "/a.php/": 10 };
        await renew({ requestsPerPath });
        assert.equal(
            let_(11, (at) => ({ path: ["/api/x", "/API//y", "/x/../api/"][at % 3]! })),
            10,
        );
        assert.equal(
            let_(11, () => ({ path: "/A.php" })),
            10,
        );
        for (const path of ["/apis", "/api", "/axphp", "/"]) assert.equal(status({ path }), "allowed", path);
    });

    it("turns away what says that it is larger than the limit, by a byte", () => {
        for (const bytes of [0, 1, 99, 1023 * kb, 1024 * kb])
            assert.equal(status(post("/", bytes)), "allowed", `${bytes}`);
        for (const bytes of [1024 * kb + 1, 1_999_999, 9_999_999, 10 ** 12, "000001048577"])
            assert.equal(status(post("/", bytes)), 413, `${bytes}`);
    });

    it("has limits of their own for uploads, which have to say how much they bring", () => {
        const most = 20 * kb * kb;
        assert.equal(status(post("/import/file", most)), "allowed");
        assert.equal(status(post("/import/file", most + 1)), 413);
        assert.equal(status(post("/import/file")), 411);
        assert.equal(status({ path: "/import/file" }), "allowed", "who asks brings nothing");
        assert.equal(status(post("/other")), "allowed");
    });

    it("holds an upload to the finest of the paths that it is to, the smaller as the larger one", async () => {
        const uploadMb = { "/import*": 5, "/import/video*": 50, "/import/video/note": 1, "/import/csv": 2 };
        await renew({ uploadMb });
        const paths = { "/import/x": 5, "/import/video/a": 50, "/import/video/note/": 1, "/Import/csv": 2 };
        for (const [path, mb] of Object.entries(paths)) {
            assert.equal(status(post(path, mb * kb * kb)), "allowed", path);
            assert.equal(status(post(path, mb * kb * kb + 1)), 413, path);
            assert.equal(status(post(path)), 411, path);
        }
        assert.equal(status(post("/elsewhere", 1024 * kb + 1)), 413);
    });

    it("draws the line exactly, whatever the number", async () => {
        for (const maxBodyKb of [1, 9, 10, 97, 1000, 1_048_576]) {
            await renew({ maxBodyKb, uploadMb: {} });
            for (const [off, expected] of [
                [0, "allowed"],
                [-1, "allowed"],
                [1, 413],
                [9, 413],
                [10_000, 413],
            ] as const)
                assert.equal(status(post("/", maxBodyKb * kb + off)), expected, `${maxBodyKb} KB ${off}`);
        }
    });

    it("says every size in the 200 characters that WAF has for a pattern", async () => {
        for (const mb of [9539, 20_480, 1, 1023]) {
            const text = JSON.stringify(await aclOf({ uploadMb: { "/import": mb } }));
            const patterns = [...text.matchAll(/"regexString":"([^"]*)"/g)].map(
                ([, one = ""]) => JSON.parse(`"${one}"`) as string,
            );
            assert.ok(patterns.every(({ length }) => length <= 200));
            assert.equal(patterns.filter((one) => one.startsWith("^0*")).length, 2);
        }
    });

    it("takes no more capacity than WAF has, and none that costs more where WAF charges a change once", async () => {
        const paths = [0, 1, 2, 3, 4].map((depth) => `/api/${"nested/".repeat(depth)}*`);
        const each = (value: number) => Object.fromEntries(paths.map((path) => [path, value]));
        const changes = { requestsPerPath: each(50), uploadMb: each(20) };
        const unitsWith = async (more: Partial<FirewallArgs>) =>
            unitsOf(((await aclOf(more)) as { rules: Value }).rules);
        const { least, most } = await unitsWith(changes);
        assert.deepEqual([least <= 1500, most <= 5000], [true, true], `${least} to ${most}`);
        assert.ok((await unitsWith({ requestsPerPath: {}, uploadMb: {} })).most <= 1500);
    });
});
