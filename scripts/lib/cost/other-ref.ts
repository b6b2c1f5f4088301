import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Misuse, Refusal } from "../command.ts";
import type { World } from "../world.ts";

/** The program as it was at a commit, in a folder of its own. */
export interface OtherRef {
    commit: string;
    /** The project's folder there. */
    cwd: string;
}

const LOCK = "package-lock.json";

/**
 * Checks out another commit beside this one for as long as `look` takes. Its program runs with the packages of this
 * folder, where its lock file is the same; else it gets its own, if `install` says so. Whatever happens, it is removed.
 */
export async function atRef<T>(
    cwd: string,
    ref: string,
    install: boolean,
    world: World,
    look: (other: OtherRef) => Promise<T>,
): Promise<T> {
    const git = (...args: string[]) => world.run("git", ["-C", cwd, ...args], {});
    const commit = await commitOf(ref, git);
    const { output: prefix } = await git("rev-parse", "--show-prefix");
    const same = (await git("diff", "--quiet", commit, "--", LOCK)).code === 0;
    if (!same && !install)
        throw new Refusal(
            `${LOCK} of ${ref} is another than here, so its program can't run with the packages of this folder. Add --install: its own are installed beside it, from the registry.`,
        );
    const scratch = mkdtempSync(path.join(tmpdir(), "airworthy-cost-"));
    const tree = path.join(scratch, "tree");
    try {
        const added = await git("worktree", "add", "--detach", "--force", tree, commit);
        if (added.code !== 0) throw new Refusal(`git worktree add failed: ${added.output.trim()}`);
        const project = path.join(tree, prefix.trim());
        if (same) symlinkSync(path.resolve(cwd, "node_modules"), path.join(project, "node_modules"));
        else await installed(project, world);
        return await look({ commit, cwd: project });
    } finally {
        rmSync(scratch, { recursive: true, force: true });
        // What git still knows of it, and of one whose command was killed.
        await git("worktree", "prune");
    }
}

type Git = (...args: string[]) => ReturnType<World["run"]>;

async function commitOf(ref: string, git: Git): Promise<string> {
    // A ref that starts with a dash would be an option.
    if (!/^[^-\s\p{C}][^\s\p{C}]*$/u.test(ref))
        throw new Misuse(`--against is ${ref}; use a branch, a tag or a commit, such as origin/main.`);
    const found = await git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
    if (found.code === 127) throw new Refusal("There is no git on PATH; --against needs it.");
    if (found.code === 0) return found.output.trim();
    throw new Misuse(
        `--against is ${ref}, and git knows no such commit here; use a branch, a tag or a commit that is fetched: git fetch origin`,
    );
}

async function installed(project: string, world: World): Promise<void> {
    const { code } = await world.run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
        cwd: project,
        show: "as talk",
        limitSeconds: 600,
    });
    if (code !== 0)
        throw new Refusal(`\`npm ci\` of the other commit failed (exit ${code}), as it says above.`);
}
