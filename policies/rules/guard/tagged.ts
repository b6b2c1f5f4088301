import { paid } from "../../program.ts";
import { stackRule, type Edit } from "../../rule.ts";

const wanted = ["project", "environment"];

const without = (...names: string[]): Edit => {
    return ({ props }) =>
        names.forEach((name) => [props.tags, props.tagsAll].forEach((tags) => delete tags?.[name]));
};

export default stackRule(paid, {
    id: "tagged",
    criterion: "CST-03",
    severity: "low",
    says: "The bill says which project and environment a cost belongs to.",
    fix: `Tag with ${wanted.join(" and ")}, best by the provider's defaultTags.`,
    check: ({ props }) => {
        const { tags = {} } = props;
        const has = (name: string, all: Record<string, string>) =>
            Object.keys(all).some((key) => key.toLowerCase() === name);
        const missing = wanted.filter(
            (name) =>
                !has(name, tags) && !has(name, (props as { tagsAll?: Record<string, string> }).tagsAll ?? {}),
        );
        return missing.length > 0 ? `It lacks: ${missing.join(", ")}.` : undefined;
    },
    breaks: { "left out": without(...wanted), "no environment": without("environment") },
});
