import { join } from "node:path";
import { STACK_TYPE } from "./engine/urn.ts";
import { Misuse } from "./misuse.ts";
import type { Project } from "./project/project.ts";
import { readState } from "./state.ts";
import { hasSecret, type Properties } from "./values.ts";

/**
 * What a `StackReference` reads: outputs that the caller gives, or those of a stack of the same project that was
 * deployed in a rehearsal before.
 */
export function stackOutputs(
    name: string,
    given: Record<string, Properties>,
    project: Project,
    organization: string,
): Properties {
    const parts = name.split("/");
    const stack = parts.at(-1) ?? name;
    const owner = parts.length > 1 ? parts.at(-2) : project.name;
    const outputs =
        given[name] ?? given[`${organization}/${owner}/${stack}`] ?? deployed(project, owner, stack);
    if (outputs) {
        const secretOutputNames = Object.keys(outputs).filter((key) => hasSecret(outputs[key]));
        return { name, outputs, secretOutputNames: secretOutputNames.sort() };
    }
    throw new Misuse(
        `StackReference "${name}": the rehearsal has no outputs of that stack; ` +
            `give them with --stack-outputs ${name}=FILE.json (as \`pulumi stack output --json\` prints them).`,
    );
}

function deployed(project: Project, owner: string | undefined, stack: string): Properties | undefined {
    if (owner !== project.name) return undefined;
    const state = readState(join(project.root, ".rehearsal", `${project.name}-${stack}.json`));
    return state.resources.find(({ type }) => type === STACK_TYPE)?.outputs;
}
