import type { ResourceClass } from "../../graph.ts";
import { leaveOut } from "../../edits.ts";
import { resourceRule, type Edit } from "../../rule.ts";

const Provider = { __pulumiType: "pulumi:providers:aws" } as unknown as ResourceClass;
const wanted = ["project", "environment"];

/** Settings of a provider are texts, maps among them. */
function tagsIn(settings: unknown): Record<string, unknown> {
    const { tags } = Object(typeof settings === "string" ? JSON.parse(settings) : settings) as {
        tags?: object;
    };
    return { ...tags };
}

const without = (name: string): Edit => {
    return ({ props }) => {
        const { [name]: _, ...tags } = tagsIn(props.defaultTags);
        props.defaultTags = JSON.stringify({ tags });
    };
};

export default resourceRule(Provider, {
    id: "tagged-by-default",
    criterion: "CST-03",
    severity: "low",
    says: "Everything that can be tagged says which project and environment it is of, whoever adds it.",
    fix: `Give every AWS provider defaultTags with ${wanted.join(" and ")}, and every resource such a provider.`,
    check: ({ defaultTags }) => {
        const names = Object.keys(tagsIn(defaultTags)).map((name) => name.toLowerCase());
        const missing = wanted.filter((name) => !names.includes(name));
        return missing.length > 0 ? `It tags nothing with ${missing.join(" and ")}.` : undefined;
    },
    breaks: { "left out": leaveOut("defaultTags"), "no environment": without("environment") },
});
