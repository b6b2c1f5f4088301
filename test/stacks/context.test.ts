import assert from "node:assert/strict";
import {
    cpSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { bundledAgent } from "../../images/pgbouncer/agent.ts";
import { contextOf } from "../../stacks/context.ts";
import { poolerContext } from "../../stacks/pooler.ts";
import { HOUSE } from "../support/house.ts";

const images = ["pgbouncer", "restore-check"];
/** What the program makes for an image before Docker sees it. */
const agent = { "agent/index.mjs": bundledAgent() };
const made: Record<string, Record<string, string>> = { pgbouncer: agent };

describe("the context of an image", () => {
    let house: string;
    let of: typeof contextOf;
    let tags: () => string[];
    const write = (file: string, text: string) => writeFileSync(path.join(house, file), text);

    before(async () => {
        house = mkdtempSync(path.join(tmpdir(), "airworthy-context-"));
        mkdirSync(path.join(house, "stacks"));
        write("package.json", readFileSync(path.join(HOUSE, "package.json"), "utf8"));
        for (const part of ["stacks/context.ts", "images", "functions", "package-lock.json"])
            cpSync(path.join(HOUSE, part), path.join(house, part), { recursive: true });
        const copy = (await import(pathToFileURL(path.join(house, "stacks/context.ts")).href)) as {
            contextOf: typeof contextOf;
        };
        of = copy.contextOf;
        tags = () => images.map((image) => of(image, made[image]).tag);
    });
    after(() => rmSync(house, { recursive: true, force: true }));

    it("has the same tag wherever it stands, another for each image", () => {
        assert.deepEqual(tags(), [poolerContext().tag, contextOf("restore-check").tag]);
        assert.equal(new Set(tags()).size, images.length);
        for (const tag of tags()) assert.match(tag, /^[0-9a-f]{16}$/);
    });

    for (const [file, changes] of [
        ["images/pgbouncer/render.ts", []],
        ["images/pgbouncer/start.sh", ["pgbouncer"]],
        ["images/pgbouncer/Dockerfile", ["pgbouncer"]],
        ["functions/restore-check/new.ts", ["restore-check"]],
        ["package-lock.json", ["restore-check"]],
    ] as const) {
        it(`has another tag when ${file} changes: ${changes.join() || "none"}`, () => {
            const before = tags();
            write(file, "changed");
            const after = tags();
            const changed = images.filter((_image, at) => before[at] !== after[at]);
            assert.deepEqual(changed, changes);
        });
    }

    it("has another tag when the agent that is made for it does, and writes the agent only then", () => {
        const [tag] = tags();
        const file = path.join(house, "agent/index.mjs");
        const written = statSync(file).mtimeMs;
        assert.equal(of("pgbouncer", agent).tag, tag);
        assert.equal(statSync(file).mtimeMs, written);
        assert.notEqual(of("pgbouncer", { "agent/index.mjs": "changed" }).tag, tag);
        assert.deepEqual(
            [readFileSync(file, "utf8"), readdirSync(path.dirname(file))],
            ["changed", ["index.mjs"]],
        );
    });

    for (const list of ["*.ts\n", "*\n!functions/**\n", ""]) {
        it(`refuses to guess what ${JSON.stringify(list)} lets in`, () => {
            write("images/pgbouncer/Dockerfile.dockerignore", list);
            assert.throws(tags, /images\/pgbouncer\/Dockerfile\.dockerignore: .* use \* and then !<path>/);
        });
    }

    it("lets in what the build copies, and nothing else", () => {
        for (const image of images) {
            const folder = path.join(HOUSE, "images", image);
            const lines = readFileSync(path.join(folder, "Dockerfile.dockerignore"), "utf8").split("\n");
            const given = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
            const dockerfile = readFileSync(path.join(folder, "Dockerfile"), "utf8");
            const copied = [...dockerfile.matchAll(/^COPY (?:--chmod=\S+ )?(?!--from)(.+) \S+$/gm)];
            assert.deepEqual(given.sort(), copied.flatMap(([, from]) => from!.split(" ")).sort());
        }
    });
});
