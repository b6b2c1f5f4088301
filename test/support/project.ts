import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const MODULES = resolve(import.meta.dirname, "../../node_modules");

/** What every small program needs unless a test says otherwise: TypeScript as an ES module, loaded as this blueprint is. */
const DEFAULTS: Record<string, string> = {
    "Pulumi.yaml": [
        "name: small",
        "runtime: {name: nodejs, options: {typescript: false, nodeargs: --import tsx/esm}}",
        "",
    ].join("\n"),
    "Pulumi.dev.yaml": "config: {aws:region: eu-central-1}\n",
    "package.json": JSON.stringify({ name: "small", type: "module", main: "index.ts" }),
};

/** A Pulumi project in a folder of its own, with this repository's packages installed; `""` leaves a file out. */
export class TemporaryProject {
    readonly folder = mkdtempSync(join(tmpdir(), "airworthy-"));

    constructor(files: Record<string, string>) {
        symlinkSync(MODULES, join(this.folder, "node_modules"));
        this.write({ ...DEFAULTS, ...files });
    }

    write(files: Record<string, string>): void {
        for (const [name, text] of Object.entries(files)) {
            const path = join(this.folder, name);
            rmSync(path, { force: true });
            if (text === "") continue;
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, text);
        }
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
