import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Facts, Observed } from "../../rehearsal/real/facts.ts";
import type { Properties } from "../../rehearsal/values.ts";
import { SECRET, SIGNATURE } from "../../rehearsal/values.ts";

/** Where the fixed programs and their recordings are, from the repository's root. */
export const PROGRAMS = "test/engine/programs";
export const RECORDINGS = "test/engine/recordings";
/** The one stack that each fixed program has. */
export const STACK = "dev";
/** What the fixed programs need to know of their surroundings. */
export const SURROUNDINGS = { AWS_REGION: "eu-central-1", PULUMI_CONFIG_PASSPHRASE: "programs" };
/** What "stack-reference" reads of the stack of "stack-outputs". */
export const STACK_OUTPUTS: Record<string, Properties> = {
    "organization/stack-outputs/dev": {
        known: "known",
        secret: { [SIGNATURE]: SECRET, value: "s3cret" },
        nested: { list: [1, "two"], deep: { flag: true } },
    },
};

/** What "import" finds in the cloud, by id. */
export const EXISTING: Record<string, Properties> = { "made-by-hand": { bucket: "made-by-hand" } };

/** Programs that are not compared, and why. */
const NOT_COMPARED: Record<string, string> = {
    call: "a resource's method runs in its plugin, and the simulated cloud has none: both engines refuse it",
};

/** What a command of the real engine left, without members that are empty. */
export interface RecordedRun {
    command: "preview" | "up";
    /** The value of the setting `step`, for a program that is made for a series. */
    step: number;
    resources: Partial<Facts>[];
    deletes: string[];
}

export interface Recording {
    program: string;
    /** Version of the CLI that registered this. */
    cli: string;
    date: string;
    /** SHA-256 over the program's files: a recording of another program proves nothing. */
    hash: string;
    runs: RecordedRun[];
}

export function programs(root: string): string[] {
    const folder = join(root, PROGRAMS);
    const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "Pulumi.yaml")));
    return names.filter((name) => !(name in NOT_COMPARED)).sort();
}

/** How many steps a program's series has: as many as its text speaks of. */
export function stepsOf(folder: string): number[] {
    const text = readFileSync(join(folder, "index.ts"), "utf8");
    if (!text.includes('requireNumber("step")')) return [1];
    const last = Math.max(2, ...[...text.matchAll(/\bstep (\d)\b/g)].map(([, number]) => Number(number)));
    return Array.from({ length: last }, (_, index) => index + 1);
}

export function hashOf(folder: string): string {
    const hash = createHash("sha256");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
    );
    const paths = files.map((file) => join(file.parentPath, file.name)).sort();
    for (const path of paths) {
        const content = readFileSync(path);
        hash.update(`${path.slice(folder.length + 1)} ${content.length}\n`).update(content);
    }
    return hash.digest("hex");
}

const EMPTY: Facts = {
    urn: "",
    type: "",
    custom: true,
    external: false,
    id: null,
    parent: null,
    provider: null,
    inputs: {},
    outputs: {},
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: [],
    deletedWith: null,
    operation: "create",
};

/** The facts without those that nearly every resource has. */
export function compact(facts: Facts): Partial<Facts> {
    const entries = Object.entries(facts).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(EMPTY[key as keyof Facts]),
    );
    return Object.fromEntries(entries) as Partial<Facts>;
}

export function restored(run: RecordedRun): Observed {
    const resources = run.resources.map((facts) => ({ ...EMPTY, ...facts }));
    return { resources, deletes: run.deletes, verdicts: [] };
}
