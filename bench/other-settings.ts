import {
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { ROOT } from "./measure.ts";

/** Settings of an environment, or of those what differs from its stack file: `undefined` leaves one out. */
export type Settings = Record<string, unknown>;

/** The environment's settings as they ship. */
export function settingsOf(stack: string): Settings {
    const text = readFileSync(path.join(ROOT, `Pulumi.${stack}.yaml`), "utf8");
    return (parse(text) as { config: Settings }).config;
}

/** What differs where the environment has this tier: beyond mvp there are replicas, and beside them nothing can sleep. */
export function inTier(stack: string, tier: string): Settings {
    const sleep = { ...Object(settingsOf(stack)["airworthy:sleep"]), nights: "awake" };
    return { "airworthy:tier": tier, ...(tier !== "mvp" && { "airworthy:sleep": sleep }) };
}

/**
 * Looks at the same project with other settings, or at the project itself without any; `scratch` is gone afterwards. The
 * environment may have another name there, under which the project has none.
 */
export async function withSettings<T>(
    stack: string,
    changes: Settings,
    look: (cwd: string, scratch: string) => Promise<T>,
    name = stack,
): Promise<T> {
    const scratch = mkdtempSync(path.join(tmpdir(), "airworthy-settings-"));
    try {
        const isChanged = Object.keys(changes).length > 0 || name !== stack;
        return await look(
            isChanged ? cloneWith(scratch, name, { ...settingsOf(stack), ...changes }) : ROOT,
            scratch,
        );
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}

function cloneWith(scratch: string, stack: string, config: Settings): string {
    const own = `Pulumi.${stack}.yaml`;
    const folder = path.join(scratch, "clone");
    mkdirSync(folder);
    for (const entry of readdirSync(ROOT))
        if (entry !== own) symlinkSync(path.join(ROOT, entry), path.join(folder, entry));
    writeFileSync(path.join(folder, own), stringify({ config }));
    return folder;
}
