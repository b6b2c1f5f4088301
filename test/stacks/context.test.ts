import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { contextsFor } from "../../stacks/context.ts";
import { HOUSE } from "../support/house.ts";

const images = ["pgbouncer", "restore-check", "console", "collector", "example"];
const folderOf = (image: string) => (image === "example" ? image : `images/${image}`);

type Contexts = { contextsFor: typeof contextsFor };
const tagOf = (image: string, from: Contexts) => {
    const { contextOf, example } = from.contextsFor("ARM64");
    return (image === "example" ? example : contextOf(image)).tag;
};

describe("the context of an image", () => {
    let house: string;
    let tags: () => string[];
    const write = (file: string, text: string) => writeFileSync(path.join(house, file), text);

    before(async () => {
        house = mkdtempSync(path.join(tmpdir(), "airworthy-context-"));
        mkdirSync(path.join(house, "stacks"));
        write("package.json", readFileSync(path.join(HOUSE, "package.json"), "utf8"));
        for (const part of ["stacks/context.ts", "images", "functions", "example", "package-lock.json"])
            cpSync(path.join(HOUSE, part), path.join(house, part), { recursive: true });
        const url = pathToFileURL(path.join(house, "stacks/context.ts")).href;
        const copy = (await import(url)) as Contexts;
        tags = () => images.map((image) => tagOf(image, copy));
    });
    after(() => rmSync(house, { recursive: true, force: true }));

    it("has the same tag wherever it stands, another for each image", () => {
        assert.deepEqual(
            tags(),
            images.map((image) => tagOf(image, { contextsFor })),
        );
        assert.equal(new Set(tags()).size, images.length);
        for (const tag of tags()) assert.match(tag, /^[0-9a-f]{16}$/);
    });

    it("of the example and the collector has another tag for another processor: a tag can be pushed once", () => {
        const [arm, intel] = [contextsFor("ARM64"), contextsFor("X86_64")];
        assert.notEqual(arm.example.tag, intel.example.tag);
        assert.notEqual(arm.contextOf("collector").tag, intel.contextOf("collector").tag);
        assert.equal(arm.contextOf("pgbouncer").tag, intel.contextOf("pgbouncer").tag);
        assert.equal(intel.example.dockerfile, "./example/Dockerfile");
    });

    for (const [file, changes] of [
        ["images/pgbouncer/render.ts", []],
        ["images/pgbouncer/start.sh", ["pgbouncer"]],
        ["images/collector/config.yaml", ["collector"]],
        ["images/pgbouncer/Dockerfile", ["pgbouncer"]],
        ["functions/roles/new.ts", ["restore-check"]],
        ["functions/pooler-agent/new.ts", ["pgbouncer", "restore-check"]],
        ["functions/console/new.ts", ["restore-check", "console"]],
        ["example/migrations/new.sql", ["example"]],
        ["package-lock.json", ["pgbouncer", "restore-check", "console", "example"]],
    ] as const) {
        it(`has another tag when ${file} changes: ${changes.join() || "none"}`, () => {
            const before = tags();
            write(file, "changed");
            const after = tags();
            const changed = images.filter((_image, at) => before[at] !== after[at]);
            assert.deepEqual(changed, changes);
        });
    }

    for (const list of ["*.ts\n", "*\n!functions/**\n", ""]) {
        it(`refuses to guess what ${JSON.stringify(list)} lets in`, () => {
            write("images/pgbouncer/Dockerfile.dockerignore", list);
            assert.throws(tags, /images\/pgbouncer\/Dockerfile\.dockerignore: .* use \* and then !<path>/);
        });
    }

    it("lets in all that the programs of the images are made of", () => {
        for (const [image, entry] of Object.entries({
            pgbouncer: "functions/pooler-agent/index.ts",
            "restore-check": "functions/restore-check/index.ts",
            console: "functions/console/index.ts",
            example: "example/worker.ts",
        })) {
            const how = { bundle: true, write: false, metafile: true, platform: "node" } as const;
            const external = ["pg-native", "pg-cloudflare"];
            const { metafile } = buildSync({ ...how, absWorkingDir: HOUSE, entryPoints: [entry], external });
            const own = Object.keys(metafile.inputs).filter((file) => !file.startsWith("node_modules/"));
            const list = readFileSync(path.join(HOUSE, folderOf(image), "Dockerfile.dockerignore"), "utf8");
            const given = [...list.matchAll(/^!(.+)$/gm)].map(([, file]) => file!);
            assert.ok(own.length > 5);
            const missing = own.filter(
                (file) => !given.some((part) => file === part || file.startsWith(`${part}/`)),
            );
            assert.deepEqual(missing, [], image);
        }
    });

    it("lets in what the build copies, and nothing else", () => {
        for (const image of images) {
            const folder = path.join(HOUSE, folderOf(image));
            const lines = readFileSync(path.join(folder, "Dockerfile.dockerignore"), "utf8").split("\n");
            const given = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
            const dockerfile = readFileSync(path.join(folder, "Dockerfile"), "utf8");
            const copied = [...dockerfile.matchAll(/^COPY (?:--chmod=\S+ )?(?!--from)(.+) \S+$/gm)];
            const from = copied.flatMap(([, parts]) => parts!.split(" "));
            const isInside = (part: string) => from.some((other) => part.startsWith(`${other}/`));
            assert.deepEqual(given.sort(), from.filter((part) => !isInside(part)).sort());
        }
    });
});
