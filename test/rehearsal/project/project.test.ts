import assert from "node:assert/strict";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { loadProject, stacksOf, type Project } from "../../../rehearsal/project/project.ts";
import { TemporaryProject } from "../../support/project.ts";

/** The project that these files make, its paths relative to its root. */
function loaded(files: Record<string, string>, within = "."): Project & { stacks: string[] } {
    const temporary = new TemporaryProject(files);
    try {
        const project = loadProject(join(temporary.folder, within));
        const root = realpathSync(temporary.folder);
        const relative = (path: string) => path.replace(temporary.folder, "").replace(root, "") || "/";
        return {
            ...project,
            root: relative(project.root),
            programFolder: relative(project.programFolder),
            stackFolder: relative(project.stackFolder),
            stacks: stacksOf(project),
        };
    } finally {
        temporary.remove();
    }
}

const yaml = (...more: string[]) => ["name: small", "runtime: nodejs", ...more, ""].join("\n");

describe("a project", () => {
    it("is found from a folder below it, also as Pulumi.yml", () => {
        const files = { "Pulumi.yaml": "", "Pulumi.yml": yaml(), "deep/er/x.txt": "x" };
        assert.equal(loaded(files, "deep/er").root, "/");
    });

    it("runs what package.json says unless it has a main", () => {
        const { programFolder, entryPoint } = loaded({ "Pulumi.yaml": yaml() });
        assert.deepEqual([programFolder, entryPoint], ["/", "."]);
    });

    it("runs a main that is a file in the file's folder, and one that is a folder in it", () => {
        const file = loaded({ "Pulumi.yaml": yaml("main: infra/main.ts"), "infra/main.ts": "x" });
        assert.deepEqual([file.programFolder, file.entryPoint], ["/infra", "main.ts"]);
        const folder = loaded({ "Pulumi.yaml": yaml("main: infra/"), "infra/package.json": "{}" });
        assert.deepEqual([folder.programFolder, folder.entryPoint], ["/infra", "."]);
    });

    it("has its stacks where stackConfigDir says, in both spellings of YAML", () => {
        const { stacks } = loaded({
            "Pulumi.yaml": yaml("stackConfigDir: stacks"),
            "stacks/Pulumi.live.yml": "config: {}\n",
            "stacks/Pulumi.a.b.yaml": "config: {}\n",
            "stacks/Other.yaml": "config: {}\n",
        });
        assert.deepEqual(stacks, ["a.b", "live"]);
        assert.deepEqual(loaded({ "Pulumi.yaml": yaml("stackConfigDir: gone") }).stacks, []);
    });

    it("gives values, defaults and plain entries to every stack, and knows what a stack must give", () => {
        const { config, required } = loaded({
            "Pulumi.yaml": yaml(
                "config:",
                "  plain: text",
                "  count: {type: integer, default: 3}",
                "  off: {default: false}",
                "  list: [a]",
                "  aws:region: {value: eu-west-1}",
                "  needed: {type: string, description: no default}",
            ),
        });
        assert.deepEqual(config, {
            "small:plain": "text",
            "small:count": 3,
            "small:off": false,
            "small:list": ["a"],
            "aws:region": "eu-west-1",
        });
        assert.deepEqual(required, [{ key: "small:needed", type: "string" }]);
    });

    it("hands Node's arguments on, and TypeScript off", () => {
        const runtime = "runtime: {name: nodejs, options: {typescript: false, nodeargs: '--import  tsx'}}";
        assert.deepEqual(loaded({ "Pulumi.yaml": `name: a\n${runtime}\n` }).runtime, {
            nodeArgs: ["--import", "tsx"],
            typescript: false,
        });
        assert.deepEqual(loaded({ "Pulumi.yaml": yaml() }).runtime, { nodeArgs: [], typescript: true });
    });

    for (const [what, text, expected] of [
        ["without a name", "runtime: nodejs\n", /Pulumi\.yaml: name is null; give/],
        ["with a number for a name", "name: 7\nruntime: nodejs\n", /Pulumi\.yaml: name is 7; give/],
        ["that is a list", "- a\n", /Pulumi\.yaml holds \["a"\]; it must be a map of keys/],
        ["with the same key twice", "name: a\nname: b\n", /Pulumi\.yaml is not valid YAML: .*unique/],
        [
            "with nodeargs that are a list",
            "name: a\nruntime: {name: nodejs, options: {nodeargs: [x]}}\n",
            /nodeargs is \["x"\]; use one string/,
        ],
        ["that is empty", "# nothing\n", /Pulumi\.yaml: name is null/],
    ] as const) {
        it(`${what} is refused, with what was seen`, () => {
            assert.throws(() => loaded({ "Pulumi.yaml": text }), { name: "Misuse", message: expected });
        });
    }
});
