import { nameOf } from "../../../rehearsal/engine/urn.ts";
import type { RealResource } from "../../../rehearsal/real/exported.ts";
import { Refusal } from "../command.ts";
import type { World } from "../world.ts";
import { Graph, type Known } from "./graph.ts";

/** What the state of a stack says is deployed. Secrets stay as they are: no price depends on one. */
export async function deployedGraph(stack: string, world: World): Promise<Graph> {
    const args = ["stack", "export", "--stack", stack, "--non-interactive"];
    const ran = await world.run("pulumi", args, {
        cwd: world.cwd,
        stdoutOnly: true,
        env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    if (ran.code !== 0)
        throw new Refusal(
            `\`pulumi ${args.join(" ")}\` failed (exit ${ran.code}), as it says above; sign in with \`pulumi login\`, and see what \`pulumi stack ls\` lists.`,
        );
    return new Graph(resourcesIn(ran.output, stack));
}

function resourcesIn(text: string, stack: string): Known[] {
    try {
        const { deployment } = JSON.parse(text) as { deployment: { resources?: RealResource[] } };
        const resources = deployment.resources ?? [];
        return resources.filter((one) => one.delete !== true).map(known);
    } catch {
        throw new Refusal(
            `What \`pulumi stack export\` printed of ${stack} is no state: update the Pulumi CLI.`,
        );
    }
}

function known(one: RealResource): Known {
    const dependencies = Object.entries(one.propertyDependencies ?? {});
    return {
        ...{ urn: one.urn, type: one.type, name: nameOf(one.urn), inputs: one.inputs ?? {} },
        ...{ custom: one.custom ?? false, external: one.external ?? false },
        ...{ parent: one.parent, provider: one.provider },
        propertyDependencies: Object.fromEntries(dependencies.map(([key, urns]) => [key, urns ?? []])),
    };
}
