import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { main } from "../../scripts/load.ts";
import { ended } from "../support/command.ts";
import { HOUSE } from "../support/house.ts";
import { TemporaryProject } from "../support/project.ts";
import { fakeWorld } from "../support/world.ts";
import { App, QUICK, WORKFLOW } from "./lib/load/app.ts";

describe("npm run load, of an address", () => {
    let app: App;
    beforeEach(async () => {
        app = new App();
        await app.start();
    });
    afterEach(() => app.stop());

    const project = new TemporaryProject({ "workflow.yaml": WORKFLOW });
    after(() => project.remove());
    const run = async (argv: string[], more: { answers?: string[]; env?: Record<string, string> } = {}) => {
        const world = { ...fakeWorld(more), cwd: project.folder };
        return { code: await main(argv, world, QUICK), said: world.lines.join("\n") };
    };
    const HERE = () => ["--url", app.url, "--rate", "50", "--minutes", "0.01"];

    it("says what it measured, asks nobody on this machine, and keeps no evidence", async () => {
        const { code, said } = await run(HERE());
        assert.equal(code, 0, said);
        assert.match(said, /50 users a second for 1 s, each with all steps of "a visit"/);
        assert.match(said, /load: 0:00 of 0:00.*; 30 came, 0 on their way, 0 failed; p95 [\d.]+ ms/);
        assert.match(said, /PASSED\nusers +30 came in \d+ s, 30 got through, 0 were on their way/);
        assert.match(said, /a request +[\d.]+ ms +[\d.]+ ms +[\d.]+ ms +[\d.]+ ms/);
        assert.match(said, /kept nowhere: without --stack nobody knows what served/);
    });

    it("exits 1 and lists the errors when users do not get through", async () => {
        app.look = (_, response) => void response.writeHead(500).end();
        const { code, said } = await run(HERE());
        assert.equal(code, 1);
        assert.match(said, /FAILED\n +100 % of the users did not get through; it has to be below 1 %/);
        assert.match(said, /30 +look: status 500 +the status is 500; expected 200/);
    });

    it("ends by itself where most users fail, look after look, and not for a while of it", async () => {
        const world = { ...fakeWorld({}), cwd: project.folder };
        const argv = ["--url", app.url, "--rate", "50", "--minutes", "1"];
        const looks = () => world.lines.filter((line) => /^load: \d+:\d\d of /.test(line)).length;
        app.look = (_, response) => {
            // Down for four looks, up for a while, and then down for good.
            response.writeHead(looks() < 4 || looks() >= 7 ? 503 : 200).end();
        };
        assert.equal(await main(argv, world, { ...QUICK, lineSeconds: 0.1 }), 1);
        const said = world.lines.join("\n");
        assert.match(said, /FAILED\n +Most users failed, so it ended by itself after \d+ s\./);
        // Six in a row, and the ones before. Of the minute's users most never came.
        assert.ok(looks() >= 7 + 6 && app.visits < 1500, `${looks()}, ${app.visits}`);
    });

    it("does not pass when this machine could not keep up", async () => {
        const world = { ...fakeWorld({}), cwd: project.folder };
        assert.equal(await main(HERE(), world, { ...QUICK, mostLateMilliseconds: 0 }), 1);
        assert.match(world.lines.join("\n"), /VOID\n +This machine could not keep up: one of 100 users/);
    });

    it("sends nothing to another machine before a person or --yes says so", async () => {
        const elsewhere = ["--url", "https://shop.invalid", "--rate", "1", "--minutes", "1"];
        const { code, said } = await run(elsewhere);
        assert.equal(code, 2);
        assert.match(said, /Nobody is at a terminal to type shop\.invalid; use --yes/);
        assert.match((await run(elsewhere, { answers: ["shop"] })).said, /That is not shop\.invalid/);
    });

    it("refuses a load when what always holds does not before it", async () => {
        app.isBalanced = false;
        const { code, said } = await run(HERE());
        assert.deepEqual([code, app.visits], [2, 0]);
        assert.match(said, /does not, before any load: the ledger balances: \$\.balanced is false/);
    });

    for (const [argv, fault] of [
        [[], /how many, and how long\? Use --soak, --launch, or --rate and --minutes/],
        [["--rate", "401", "--minutes", "1"], /--rate is 401; use 0\.01 to 400/],
        [["--rate", "1e3", "--minutes", "1"], /--rate is 1e3; use/],
        [["--rate", "1", "--minutes", "121"], /--minutes is 121; use 0\.01 to 120/],
        [["--soak", "--launch"], /two tests/],
        [["--soak", "--rate", "1"], /--soak has its own rate and time/],
        [["--rate", "1", "--minutes", "1", "--like", "live"], /are for --soak and --launch; use --rate/],
        [["--soak"], /Nobody knows how much is normal .*; use --normal-rate/],
        [["--launch", "--normal-rate", "41"], /410 users a second are 10 times .* sends 400 at most/],
        [["--soak", "--stack", "live"], /--url and --stack both/],
    ] as const) {
        it(`refuses ${argv.join(" ") || "to guess"}`, async () => {
            const { code, said } = await run(["--url", app.url, ...argv]);
            assert.deepEqual([code, app.visits], [2, 0]);
            assert.match(said, fault);
        });
    }

    it("names the line of a workflow that is wrong, and needs `always` for a launch test", async () => {
        const [steps = ""] = WORKFLOW.split("always:");
        const launch = ["--url", app.url, "--launch", "--normal-rate", "1"];
        project.write({ "workflow.yaml": steps });
        assert.match((await run(launch)).said, /workflow\.yaml has no always, so corrupted data would not/);
        project.write({ "workflow.yaml": WORKFLOW.replace("method: GET\n    path: /ledger", "path: /") });
        assert.match((await run(HERE())).said, /workflow\.yaml:12: always\[0\]\.method is missing/);
        project.write({ "workflow.yaml": WORKFLOW });
    });

    it("ends at Ctrl-C with what it has measured, and does not pass", async () => {
        const argv = ["--import", "tsx/esm", path.join(HOUSE, "scripts/load.ts")];
        const child = spawn(process.execPath, [...argv, "--url", app.url, "--rate", "20", "--minutes", "5"], {
            cwd: project.folder,
            stdio: ["ignore", "pipe", "pipe"],
        });
        app.look = (_, response, number) => {
            response.end("welcome");
            if (number === 3) child.kill("SIGINT");
        };
        const { code, stdout } = await ended(child);
        assert.equal(code, 1);
        assert.match(stdout, /^VOID\n +It was stopped after \d+ s\.\nusers +\d+ came in/);
    });
});
