import { plain } from "./table.ts";
import type { Ran, World } from "./world.ts";

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
 * people apart. `isMeant` says which changes this deployment is for, or may bring along; `name` is that of the command that
 * a person reads.
 */
export async function deploy(
    stack: string,
    isMeant: (change: Change) => boolean,
    isDespiteFaults: boolean,
    name: string,
    world: World,
): Promise<void> {
    await rehearse(stack, isDespiteFaults, name, world);
    await preview(stack, isMeant, name, world);
    const { code } = await up(stack, name, world);
    if (code !== 0) throw new Stopped(upFailed(code));
}

export async function rehearse(
    stack: string,
    isDespiteFaults: boolean,
    name: string,
    world: World,
): Promise<void> {
    world.err(`${name}: rehearsing ${stack} ...`);
    const { code } = await world.run("npm", ["run", "--silent", "rehearse", "--", "--stack", stack], {
        cwd: world.cwd,
        show: "as talk",
    });
    if (code === 0 || (code === 1 && isDespiteFaults)) return;
    throw new Stopped(
        code === 1
            ? "The rehearsal finds faults, as it says above. Mend them; or, if they were there before, add --despite-faults."
            : `The rehearsal failed (exit ${code}), as it says above.`,
    );
}

export async function preview(
    stack: string,
    isMeant: (change: Change) => boolean,
    name: string,
    world: World,
): Promise<void> {
    world.err(`${name}: asking Pulumi what would change ...`);
    const args = ["preview", "--json", "--stack", stack, "--non-interactive"];
    const previewed = await world.run("pulumi", args, { cwd: world.cwd, stdoutOnly: true });
    if (previewed.code !== 0)
        throw new Stopped(`The preview failed (exit ${previewed.code}). ${hint(previewed.output)}`);
    const bad = unwanted(previewed.output, isMeant);
    if (bad.length === 0) return;
    throw new Stopped(
        `This deployment would do more than it is for: ${bad.join("; ")}. Somebody's other change is in your files, or yours are old. Nothing was deployed.`,
    );
}

export async function up(stack: string, name: string, world: World): Promise<Ran> {
    world.err(
        `${name}: deploying ${stack}. Ctrl-C lets Pulumi finish what it has begun; the same command goes on.`,
    );
    const args = ["up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"];
    return world.run("pulumi", args, { cwd: world.cwd, show: "as talk" });
}

export function upFailed(code: number): string {
    return `pulumi up failed (exit ${code}), as it says above. If the stack is locked, somebody else is deploying: wait for them. Then run the same command: it goes on.`;
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
