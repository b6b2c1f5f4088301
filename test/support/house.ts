import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const HOUSE = fileURLToPath(new URL("../..", import.meta.url));

/** The files that a clone has: what git tracks, and what it would track after `git add`. */
export function filesOfTheHouse(): string[] {
    const listed = execFileSync(
        "git",
        ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
        {
            cwd: HOUSE,
            encoding: "utf8",
        },
    );
    return listed.split("\0").filter(Boolean);
}

/** A folder of its own with the installed packages and these files; `text` left out copies the house's. */
export function plant(files: Record<string, string | undefined>): { folder: string; remove(): void } {
    const folder = mkdtempSync(path.join(tmpdir(), "airworthy-house-"));
    symlinkSync(path.join(HOUSE, "node_modules"), path.join(folder, "node_modules"));
    for (const [name, text] of Object.entries(files)) {
        const file = path.join(folder, name);
        mkdirSync(path.dirname(file), { recursive: true });
        if (text === undefined) cpSync(path.join(HOUSE, name), file, { verbatimSymlinks: true });
        else writeFileSync(file, text);
    }
    return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
