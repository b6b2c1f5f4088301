import assert from "node:assert/strict";
import { main } from "../../scripts/servers.ts";
import { fakeWorld } from "../support/world.ts";

const installs = (commands: string[]) => commands.filter((line) => /apt-get .* install /.test(line));

describe("npm run servers", () => {
    it("does nothing when all is here", async () => {
        const world = fakeWorld({ env: { PATH: "/bin" } });
        assert.equal(await main([], world), 0);
        assert.deepEqual(world.commands, []);
        assert.match(world.lines.join("\n"), /servers: 7 of 7 here/);
    });

    it("installs the missing Debian package alone, as root", async () => {
        let here = false;
        const world = fakeWorld({
            isRoot: true,
            env: { PATH: "/bin" },
            exists: (file) => here || !/redis|valkey/.test(file),
            ran: (_command, args) => {
                here ||= args.includes("redis-server");
                return { code: 0, output: "" };
            },
        });
        assert.equal(await main(["--required"], world), 0);
        assert.equal(installs(world.commands).length, 1);
        assert.match(installs(world.commands)[0] ?? "", /apt-get .* install .* redis-server$/);
    });

    it("tells a plain user what to run as root, and exits 0", async () => {
        const world = fakeWorld({
            exists: (file) => file === "/etc/debian_version",
            ran: (command) => ({
                code: 1,
                output: command === "sudo" ? "a password is required" : "no network",
            }),
        });
        assert.equal(await main([], world), 0);
        assert.deepEqual(installs(world.commands), []);
        const said = world.lines.join("\n");
        assert.match(said, /missing: postgres, for .*As root: apt-get install .*postgresql/);
        assert.match(said, /missing: postgres 18, for .*npm install: no network/);
        assert.match(said, /missing: moto, for .*python3 -m venv: no network/);
        assert.match(said, /servers: 0 of 7 here$/m);
    });

    it("uses sudo where it asks for no password", async () => {
        const world = fakeWorld({ exists: (file) => file === "/etc/debian_version" });
        await main([], world);
        assert.match(
            installs(world.commands)[0] ?? "",
            /^sudo -n env DEBIAN_FRONTEND=noninteractive apt-get/,
        );
    });

    it("leaves a machine that is not Debian alone", async () => {
        const world = fakeWorld({ isRoot: true, exists: () => false });
        assert.equal(await main([], world), 0);
        assert.ok(!world.commands.some((line) => line.includes("apt-get")));
        assert.match(world.lines.join("\n"), /missing: postgres.*Not Debian or Ubuntu/);
    });

    it("names what apt-get could not bring, with its reason", async () => {
        const world = fakeWorld({
            isRoot: true,
            exists: (file) => file === "/etc/debian_version",
            ran: () => ({ code: 100, output: "Reading…\nE: Unable to locate package\n" }),
        });
        assert.equal(await main([], world), 0);
        assert.match(world.lines.join("\n"), /missing: redis.*apt-get: E: Unable to locate package/);
    });

    it("exits 1 for a missing part only when it is required", async () => {
        const world = fakeWorld({ exists: () => false, ran: () => ({ code: 1, output: "" }) });
        assert.equal(await main(["--required"], world), 1);
    });

    it("only looks with --list", async () => {
        const world = fakeWorld({ isRoot: true, exists: () => false });
        assert.equal(await main(["--list"], world), 0);
        assert.deepEqual(world.commands, []);
    });
});
