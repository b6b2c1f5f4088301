import { paid, Provider, tagsIn } from "../../program.ts";
import { stackRule, type Edit } from "../../rule.ts";

const wanted = ["project", "environment"];

const without = (...names: string[]): Edit => {
    return ({ props }) =>
        names.forEach((name) => [props.tags, props.tagsAll].forEach((tags) => delete tags?.[name]));
};

const valueOf = (name: string, tags: object = {}) =>
    (Object.entries(tags) as [string, unknown][]).find(([key]) => key.toLowerCase() === name)?.[1];

export default stackRule(paid, {
    id: "tagged",
    criterion: "CST-03",
    severity: "low",
    says: "The bill says which project and environment a cost belongs to.",
    fix: `Tag with ${wanted.join(" and ")}, best by the provider's defaultTags, and with nothing else than those say.`,
    check: ({ props }, stack) => {
        const { tags, tagsAll } = props as Record<string, object | undefined>;
        const said = (name: string) => valueOf(name, tags) ?? valueOf(name, tagsAll);
        const missing = wanted.filter((name) => !said(name));
        if (missing.length > 0) return `It lacks: ${missing.join(", ")}.`;
        const settings = stack.all(Provider).map(({ props: given }) => given as { defaultTags?: unknown });
        const usual = settings.map(({ defaultTags }) => tagsIn(defaultTags));
        const other = wanted.find((name) => {
            const values = usual.map((all) => valueOf(name, all)).filter((value) => value !== undefined);
            return values.length > 0 && !values.some((value) => value === said(name));
        });
        return other && `Its ${other} is ${String(said(other))}: its cost counts as another's.`;
    },
    breaks: {
        "left out": without(...wanted),
        "no environment": without("environment"),
        "another environment": ({ props }) => (props.tags = { ...props.tags, environment: "somebody-elses" }),
    },
});
