import * as aws from "@pulumi/aws";
import { inJson } from "../../edits.ts";
import { resourceRule, type Edit } from "../../rule.ts";

/** What the rule looks at, in the words of IAM's grammar. */
type Statement = Partial<Record<"Effect" | "Action" | "NotAction" | "Resource", string | string[]>>;

const allow = (statement: object): Edit =>
    inJson("policy", ({ Statement }) => Statement.push({ Effect: "Allow", ...statement }));

export default resourceRule([aws.iam.RolePolicy, aws.iam.Policy], {
    id: "iam-no-wildcards",
    criterion: "SEC-08",
    severity: "high",
    says: "No policy allows whole groups of actions on everything there is.",
    fix: "Write each action out, and the ARNs that it is for.",
    check: ({ policy }) => {
        const { Statement = [] } = typeof policy === "string" ? JSON.parse(policy) : policy;
        const wide = ([Statement].flat() as Statement[]).filter(
            (one) => one.Effect === "Allow" && allowsMany(one) && isAnywhere(one),
        );
        const actions = wide.flatMap(({ Action, NotAction }) => Action ?? `all but ${NotAction}`);
        return wide.length > 0 ? `It allows on everything: ${actions.join(", ")}.` : undefined;
    },
    breaks: {
        anything: allow({ Action: "*", Resource: "*" }),
        "left out": allow({ Action: ["s3:*"] }),
        "all that reads": allow({ Action: ["s3:GetObject", "s3:Get*"], Resource: ["arn:aws:s3:::*"] }),
        "all but some": allow({ NotAction: "iam:*", Resource: ["*"] }),
    },
});

function allowsMany({ Action = [], NotAction }: Statement): boolean {
    return NotAction !== undefined || [Action].flat().some((action) => action.includes("*"));
}

/** "*", everything of a service, or none named: `NotResource`, or nothing at all. */
function isAnywhere({ Resource = "*" }: Statement): boolean {
    return [Resource].flat().some((arn) => arn === "*" || /^arn:([^:]*:){4}\*$/.test(arn));
}
