import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const LATE_LOADING = resolve(import.meta.dirname, "../../rehearsal/late-loading.cjs");

/** What of the two the SDK has loaded, and what the program printed before it said so. */
function loadedBy(program: string): { printed: string; loaded: string[] } {
    const text = `
        const pulumi = require("@pulumi/pulumi");
        const loaded = () => Object.keys(require.cache)
            .map((file) => /node_modules[\\\\/](typescript|@npmcli[\\\\/]arborist|@opentelemetry[\\\\/]exporter-zipkin)[\\\\/]/.exec(file)?.[1].replace("\\\\", "/"))
            .filter((name, at, all) => name && all.indexOf(name) === at);
        (async () => { ${program} })().then(() => console.log(JSON.stringify(loaded().sort())));`;
    const ran = spawnSync(process.execPath, [`--require=${LATE_LOADING}`, "--eval", text], {
        encoding: "utf8",
    });
    assert.equal(ran.status, 0, ran.stderr);
    const lines = ran.stdout.trimEnd().split("\n");
    return { printed: lines.slice(0, -1).join("\n"), loaded: JSON.parse(lines.at(-1)!) as string[] };
}

describe("what the SDK needs for few programs only", () => {
    it("is not loaded with the SDK", () => {
        assert.deepEqual(loadedBy("").loaded, []);
    });

    it("is loaded when code is made into text, which comes out as ever", () => {
        const { printed, loaded } = loadedBy(`
            const factor = 3;
            const { text } = await pulumi.runtime.serializeFunction((n) => n * factor);
            console.log(text.includes("n * factor") && text.includes("factor: 3"));`);
        assert.equal(printed, "true");
        assert.ok(loaded.includes("typescript"), loaded.join());
    });

    it("is loaded when the packages are listed that such code needs", () => {
        const { printed, loaded } = loadedBy(`
            const paths = await pulumi.runtime.computeCodePaths({ extraIncludePackages: [] });
            console.log([...paths.keys()].some((path) => path.includes("node_modules/pg")));`);
        assert.equal(printed, "true");
        assert.ok(loaded.includes("@npmcli/arborist"), loaded.join());
    });

    it("is loaded when somebody traces a program, and not before", () => {
        const tracing = `const tracing = require("@pulumi/pulumi/cmd/run/tracing");`;
        assert.deepEqual(loadedBy(tracing).loaded, []);
        const { printed, loaded } = loadedBy(`
            ${tracing}
            tracing.start("http://127.0.0.1:1/");
            console.log(tracing.newSpan("one").isRecording());`);
        assert.equal(printed, "true");
        assert.ok(loaded.includes("@opentelemetry/exporter-zipkin"), loaded.join());
    });
});
