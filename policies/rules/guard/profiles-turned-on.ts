import * as aws from "@pulumi/aws";
import { add } from "../../edits.ts";
import { frameworks, profilesOf, under } from "../../profiles.ts";
import { stackRule, type Edit } from "../../rule.ts";

const { Account: Hub, StandardsSubscription } = aws.securityhub;
const { Enabler } = aws.inspector2;
const standardsArn = "arn:aws:securityhub:us-east-1::standards/nist-800-53/v/5.0.0";
const judged = (...resourceTypes: string[]): Edit => {
    const standard = add(StandardsSubscription, () => ({ standardsArn }));
    const all = [add(Hub, () => ({})), standard, add(Enabler, () => ({ resourceTypes }))];
    return (node, nodes) => all.forEach((edit) => edit(node, nodes));
};

export default stackRule(aws.cloudtrail.Trail, {
    id: "profiles-turned-on",
    criterion: "SEC-17",
    severity: "high",
    says: "An account that is tagged with a compliance profile is judged by a standard, for PCI DSS by its own, and searched for known holes.",
    fix: "Add an aws.securityhub.Account with a StandardsSubscription, for pciDss of standards/pci-dss/v/4.0.1, and but for gdpr an aws.inspector2.Enabler with ECR.",
    check: (trail, stack) => {
        const profiles = profilesOf(trail);
        if (profiles.length === 0) return undefined;
        const names = profiles.map((profile) => frameworks[profile]).join(", ");
        if (stack.all(Hub).length === 0) return `Security Hub does not judge it: ${names}.`;
        // With none, another rule says so.
        const standards = stack.all(StandardsSubscription).map(({ props }) => props.standardsArn);
        const isOther = standards.length > 0 && !standards.some((arn) => arn.includes("/pci-dss/v/4."));
        if (profiles.includes("pciDss") && isOther) return "Other standards than PCI DSS's judge it.";
        const isSearched = stack.all(Enabler).some(({ props }) => props.resourceTypes.includes("ECR"));
        if (isSearched || profiles.every((profile) => profile === "gdpr")) return undefined;
        return `Nobody searches its images for known holes: ${names}.`;
    },
    breaks: {
        "left out": under("gdpr", () => undefined),
        "another standard": under("pciDss", judged("ECR")),
        "no search": under("soc2", judged()),
        "functions alone": under("hipaa gdpr", judged("LAMBDA")),
    },
});
