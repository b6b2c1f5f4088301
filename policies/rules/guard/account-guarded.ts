import * as aws from "@pulumi/aws";
import { inEvery } from "../../edits.ts";
import { isBilled, paid, Program, tagOfAll } from "../../program.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Trail } = aws.cloudtrail;
const word = "guarded-by";

const withoutTrail = (guard: string): Edit => {
    return (node, nodes) => {
        inEvery(Trail, "remove")(node, nodes);
        for (const type of paid)
            inEvery(type, ({ props }) => void (props.tags = { ...props.tags, [word]: guard }))(node, nodes);
    };
};

export default stackRule(Program, {
    id: "account-guarded",
    criterion: "SEC-11",
    severity: "critical",
    says: "Who does what in the account is logged by this stack, or by one that it names.",
    fix: `Add an aws.cloudtrail.Trail, or tag everything with ${word}: the name of the stack, or the number of the account, that logs this one.`,
    check: ({ urn }, stack) => {
        if (stack.all(Trail).length > 0 || !isBilled(stack)) return undefined;
        const guard = tagOfAll(stack, word);
        if (guard === undefined) return "Nobody logs it here, and nothing says who does.";
        const [, own] = /^urn:pulumi:(.+?)::/.exec(urn) ?? [];
        return guard === own ? "It says that it logs this itself, and has no trail." : undefined;
    },
    breaks: { "left out": inEvery(Trail, "remove"), "by itself": withoutTrail("production") },
});
