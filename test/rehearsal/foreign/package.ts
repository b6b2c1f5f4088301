import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const MODULES = resolve(import.meta.dirname, "../../../node_modules");
/** An older version of Pulumi's SDK, with the programs that its authors test their language host with. */
const SDK = join(MODULES, "pulumi-programs");

/** Where the programs of the SDK's authors are. */
export const CASES = "tests/runtime/langhost/cases";

/**
 * A program of the SDK's authors, unchanged, in the layout of their package, with their own SDK. Beside it stand only
 * a Pulumi.yaml and a stub of the provider's package that the program names.
 */
export class ForeignProgram {
    readonly folder: string;
    private readonly top = mkdtempSync(join(tmpdir(), "airworthy-foreign-"));

    constructor(path: string, runtime: string) {
        const own = join(this.top, "sdk");
        mkdirSync(own);
        for (const entry of readdirSync(SDK)) {
            if (entry !== "tests") symlinkSync(join(SDK, entry), join(own, entry));
        }
        this.folder = join(own, path);
        cpSync(join(SDK, path), this.folder, { recursive: true });
        this.install("@pulumi/pulumi", SDK);
        this.install("semver", join(MODULES, "semver"));
        for (const name of ["test", "foo"]) {
            const manifest = { name, version: "1.0.0", pulumi: { resource: true, name } };
            this.write(join(this.top, "node_modules", name, "package.json"), JSON.stringify(manifest));
        }
        this.write(join(this.folder, "Pulumi.yaml"), `name: foreign\nruntime: ${runtime}\n`);
    }

    remove(): void {
        rmSync(this.top, { recursive: true, force: true });
    }

    private install(name: string, folder: string): void {
        const link = join(this.top, "node_modules", name);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(folder, link);
    }

    private write(path: string, text: string): void {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
    }
}
