import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { frameworks, profilesOf, under } from "../../profiles.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { StandardsSubscription } = aws.securityhub;
const { Enabler } = aws.inspector2;
const standardsArn =
    "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0";
const judged = add(StandardsSubscription, () => ({ standardsArn }));
const inspecting = (resourceTypes: string[]) => add(Enabler, () => ({ resourceTypes }));
const all = (...edits: Edit[]): Edit => {
    return (node, nodes) => edits.forEach((edit) => edit(node, nodes));
};

export default stackRule(aws.cloudtrail.Trail, {
    id: "profiles-turned-on",
    criterion: "SEC-17",
    severity: "high",
    says: "An account that is tagged with a compliance profile is judged by a standard, for PCI DSS by its own, and searched for known holes.",
    fix: "Add an aws.securityhub.StandardsSubscription, for pciDss of standards/pci-dss/v/4.0.1, and but for gdpr an aws.inspector2.Enabler with ECR.",
    check: (trail, stack) => {
        const profiles = profilesOf(trail);
        if (profiles.length === 0) return undefined;
        const standards = stack.all(StandardsSubscription).map(({ props }) => props.standardsArn);
        const names = profiles.map((profile) => frameworks[profile]).join(", ");
        if (standards.length === 0) return `No standard judges it: ${names}.`;
        if (profiles.includes("pciDss") && !standards.some((arn) => arn.includes("/pci-dss/v/4.")))
            return `The standards that judge it are others than ${frameworks.pciDss}.`;
        const isSearched = stack.all(Enabler).some(({ props }) => props.resourceTypes.includes("ECR"));
        if (isSearched || profiles.every((profile) => profile === "gdpr")) return undefined;
        return `Nobody searches its images for known holes: ${names}.`;
    },
    breaks: {
        "left out": under("gdpr", () => undefined),
        "another standard": under("pciDss", all(judged, inspecting(["ECR"]))),
        "no search": under("soc2", judged),
        "functions alone": under("hipaa gdpr", all(judged, inspecting(["LAMBDA"]))),
    },
});
