import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

const { CachePolicy, Function, OriginAccessControl, OriginRequestPolicy, ResponseHeadersPolicy } =
    aws.cloudfront;
/** What an account has in no region: a name is taken for all of them. */
const types = [
    ...[aws.iam.Role, aws.iam.Policy, aws.budgets.Budget],
    ...[CachePolicy, Function, OriginAccessControl, OriginRequestPolicy, ResponseHeadersPolicy],
] as (typeof aws.iam.Role)[];

export default resourceRule(types, {
    id: "global-names-own",
    criterion: "SCA-06",
    severity: "medium",
    says: "What an account has in no region has its environment in its name, so that another region can have its own.",
    fix: "Put pulumi.getStack() into the name, or leave it to Pulumi.",
    check: ({ name }, { urn }) => {
        const [, stack = ""] = /^urn:pulumi:(.+?)::/.exec(urn) ?? [];
        // Pulumi's own end with seven digits that no other one has.
        if (name === undefined || name.includes(stack) || /-[0-9a-f]{7}$/.test(name)) return undefined;
        return `It is called ${name}: the program can't be deployed a second time in this account, in whatever region.`;
    },
    breaks: {
        "left out": set("name", "shop"),
        "of another one": set("name", "shop-somewhere-else"),
    },
});
