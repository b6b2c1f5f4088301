import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "./policy.ts";
import { rules } from "./rules/index.ts";

new PolicyPack("airworthy", {
    description: "Says no to what is not ready for users, and says what to do instead.",
    displayName: "Airworthy",
    provider: "aws",
    enforcementLevel: "mandatory",
    policies: rules.map(toPolicy),
});
