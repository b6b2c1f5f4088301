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
import { measured } from "../scripts/lib/cost/measured.ts";
import { pricesIn } from "../scripts/lib/cost/price.ts";
import { estimateHead, unknownText } from "../scripts/lib/cost/shown.ts";
import { usageIn } from "../scripts/lib/cost/usage.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Users of production in each tier: the shipped ones, and so many times more. Staging keeps its own. */
const TIMES = { mvp: 1, growth: 10, scale: 100 };

/** What both environments cost in a month in every tier, with what nobody can price. */
export async function cost(say: (line: string) => void): Promise<void> {
    const prices = pricesIn();
    const unknown = new Set<string>();
    for (const stack of ["staging", "production"]) {
        const settings = settingsOf(stack);
        const given = settings["airworthy:usage"] as { users: number };
        for (const [tier, times] of Object.entries(TIMES)) {
            const users = given.users < 1000 ? given.users : given.users * times;
            const changed = {
                "airworthy:tier": tier,
                "airworthy:usage": { ...given, users },
                // The other tiers have replicas, which can't be stopped.
                ...(tier !== "mvp" && {
                    "airworthy:sleep": { ...Object(settings["airworthy:sleep"]), nights: "awake" },
                }),
            };
            const usage = usageIn(stack, JSON.stringify(changed["airworthy:usage"]));
            const estimate = await inClone(stack, { ...settings, ...changed }, (cwd) =>
                measured(cwd, stack, usage, prices),
            );
            say(estimateHead(`${stack}, ${tier}, ${users} users`, estimate));
            for (const line of unknownText(estimate.unknown).slice(2)) unknown.add(line);
        }
    }
    say(`\nUnknown in one of them or more:\n${[...unknown].sort().join("\n")}`);
}

function settingsOf(stack: string): Record<string, unknown> {
    const text = readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
    return (parse(text) as { config: Record<string, unknown> }).config;
}

/** The same program with other settings. */
async function inClone<T>(stack: string, config: object, look: (cwd: string) => Promise<T>): Promise<T> {
    const scratch = mkdtempSync(path.join(tmpdir(), "airworthy-tiers-"));
    try {
        const cwd = path.join(scratch, "clone");
        mkdirSync(cwd);
        const own = `Pulumi.${stack}.yaml`;
        for (const entry of readdirSync(root))
            if (entry !== own) symlinkSync(path.join(root, entry), path.join(cwd, entry));
        writeFileSync(path.join(cwd, own), stringify({ config }));
        return await look(cwd);
    } finally {
        rmSync(scratch, { recursive: true, force: true });
    }
}
