import { plain } from "../table.ts";
import type { World } from "../world.ts";

/** It stopped at a step, and can be run again: exit 1. */
export class Stopped extends Error {}

interface Step {
    op?: string;
    urn?: string;
}

/** One step of a preview: "create", "aws:rds/instance:Instance", "postgres-b". */
export interface Change {
    op: string;
    type: string;
    name: string;
}

/** What is not known to leave everything there takes something away. */
export function takesAway({ op }: Pick<Change, "op">): boolean {
    return /delete|replace|\?/.test(op);
}

/**
 * Rehearses the settings as they are now, looks at what Pulumi would change, and deploys it. Pulumi's own lock keeps two
 * people apart. `isMeant` says which changes this deployment is for, or may bring along.
 */
export async function deploy(
    stack: string,
    isMeant: (change: Change) => boolean,
    isDespiteFaults: boolean,
    world: World,
): Promise<void> {
    const { cwd } = world;
    const shown = { cwd, show: "as talk" } as const;
    world.err(`restore: rehearsing ${stack} ...`);
    const rehearsed = await world.run("npm", ["run", "--silent", "rehearse", "--", "--stack", stack], shown);
    if (rehearsed.code !== 0 && !(rehearsed.code === 1 && isDespiteFaults)) {
        throw new Stopped(
            rehearsed.code === 1
                ? "The rehearsal finds faults, as it says above. Mend them; or, if they were there before, add --despite-faults."
                : `The rehearsal failed (exit ${rehearsed.code}), as it says above.`,
        );
    }
    world.err(`restore: asking Pulumi what would change ...`);
    const preview = ["preview", "--json", "--stack", stack, "--non-interactive"];
    const previewed = await world.run("pulumi", preview, { cwd, stdoutOnly: true });
    if (previewed.code !== 0)
        throw new Stopped(`The preview failed (exit ${previewed.code}). ${hint(previewed.output)}`);
    const bad = unwanted(previewed.output, isMeant);
    if (bad.length > 0) {
        throw new Stopped(
            `This deployment would do more than it is for: ${bad.join("; ")}. Somebody's other change is in your files, or yours are old. Nothing was deployed.`,
        );
    }
    world.err(
        `restore: deploying ${stack}. Ctrl-C lets Pulumi finish what it has begun; the same command goes on.`,
    );
    const up = ["up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"];
    const upped = await world.run("pulumi", up, shown);
    if (upped.code !== 0) {
        throw new Stopped(
            `pulumi up failed (exit ${upped.code}), as it says above. If the stack is locked, somebody else is deploying: wait for them. Then run the same command: it goes on.`,
        );
    }
}

/** What the plan has that is not meant, in words. Unreadable is not harmless. */
function unwanted(output: string, isMeant: (change: Change) => boolean): string[] {
    let steps: Step[] | undefined;
    try {
        ({ steps } = JSON.parse(output) as { steps?: Step[] });
    } catch {
        steps = undefined;
    }
    if (!Array.isArray(steps)) return ["its preview can't be read"];
    return steps.flatMap(({ op = "?", urn = "?" }) => {
        const [types = "?", name = types] = urn.split("::").slice(-2);
        // The type of a child follows those of its parents: airworthy:data:Postgres$aws:rds/instance:Instance.
        const change = { op, type: types.split("$").at(-1)!, name };
        return isMeant(change) ? [] : [`${op} ${plain(`${types} ${name}`)}`];
    });
}

/** A preview in JSON says its errors in there. */
function hint(output: string): string {
    const [, message = ""] = /"message": ?"((?:[^"\\]|\\.){1,500})/.exec(output) ?? [];
    return plain(message.replaceAll("\\n", " "));
}
