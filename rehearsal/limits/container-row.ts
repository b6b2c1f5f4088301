import { isObject, type Properties, type Value } from "../values.ts";
import { aws, rule } from "./kinds.ts";
import { jsonOf, textOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const task = aws("ecs", "TaskDefinition");

function containersOf(value: Value | undefined): Properties[] | undefined {
    const document = jsonOf(value);
    return document.known && "value" in document && Array.isArray(document.value)
        ? document.value.filter(isObject)
        : undefined;
}

type Judge = (container: Properties, inputs: Properties, all: Properties[]) => string | undefined;

const sample: Properties = { name: "web", image: "web:1" };

/** A row over each container; the samples are what differs from a plain container, on Fargate. */
export function each(
    kind: string,
    source: string,
    judge: Judge,
    accepts: Properties[],
    refuses: Properties[],
): Limit {
    const at = (container: Properties): Properties => ({
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        cpu: "256",
        memory: "512",
        containerDefinitions: JSON.stringify([{ ...sample, ...container }]),
    });
    const check = (value: Value, inputs: Properties): string | undefined => {
        const all = containersOf(value) ?? [];
        for (const container of all) {
            const fault = judge(container, inputs, all);
            if (fault !== undefined)
                return `container ${textOf(container.name) ?? "without a name"} ${fault}`;
        }
        return undefined;
    };
    return rule(task, "containerDefinitions", kind, source, check, accepts.map(at), refuses.map(at));
}

/** What the list of containers must be, before each of them is judged. */
export const containerList: Limit = rule(
    task,
    "containerDefinitions",
    "list",
    api("ecs", "ContainerDefinition"),
    (value) => {
        const document = jsonOf(value);
        if (!document.known) return undefined;
        if ("error" in document) return "is no JSON; pass it through JSON.stringify";
        const all = Array.isArray(document.value) ? document.value : [];
        if (all.length === 0 || !all.every(isObject))
            return "is no list of containers; use [{name, image, ...}]";
        const names = all.map(({ name }) => textOf(name) ?? "");
        const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
        if (twice !== undefined) return `has two containers with the name "${twice}"; rename one`;
        return all.some(({ essential }) => essential !== false)
            ? undefined
            : "has no essential container; make one essential";
    },
    [[sample], [sample, { ...sample, name: "log", essential: false }]].map((all) => ({
        containerDefinitions: JSON.stringify(all),
    })),
    [[], [sample, sample], [{ ...sample, essential: false }]]
        .map((all) => ({ containerDefinitions: JSON.stringify(all) }))
        .concat([{ containerDefinitions: "[{" }, { containerDefinitions: "{}" }]),
);
