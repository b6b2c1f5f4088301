import { leaveOut } from "../../edits.ts";
import { Provider, tagsIn } from "../../program.ts";
import { resourceRule, type Edit } from "../../rule.ts";

const wanted = ["project", "environment"];

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
