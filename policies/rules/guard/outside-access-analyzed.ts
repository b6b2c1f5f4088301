import * as aws from "@pulumi/aws";
import { inEvery, inJson, inNaming, set } from "../../edits.ts";
import { stackRule } from "../../rule.ts";
import { areHeard, inHearing } from "../../told.ts";

const { Analyzer } = aws.accessanalyzer;
const source = "aws.access-analyzer";
const found = (isPublic: boolean) => ({
    ...{ source, "detail-type": "Access Analyzer Finding", detail: { status: "ACTIVE", isPublic } },
});

export default stackRule(aws.cloudtrail.Trail, {
    id: "outside-access-analyzed",
    criterion: "SEC-12",
    severity: "high",
    says: "Where the account's audit log is, a person hears of everything that somebody outside of the account may reach.",
    fix: "Add an aws.accessanalyzer.Analyzer of type ACCOUNT, and an EventRule for its ACTIVE findings with a topic of this stack as its EventTarget.",
    check: (_trail, stack) => {
        const isExternal = ({ props }: { props: { type?: string } }) =>
            /^(ACCOUNT|ORGANIZATION)$/.test(props.type ?? "ACCOUNT");
        if (!stack.all(Analyzer).some(isExternal)) return "Nobody looks at what is open.";
        const isHeard = areHeard(stack, [found(true), found(false)]);
        return isHeard ? undefined : "Nobody hears of what is open.";
    },
    breaks: {
        "left out": inEvery(Analyzer, "remove"),
        "of what is unused": inEvery(Analyzer, set("type", "ACCOUNT_UNUSED_ACCESS")),
        "heard by nobody": inHearing(source, "remove"),
        "told to nobody": inHearing(source, inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "what is closed again": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.status = ["RESOLVED"])),
        ),
        "what anybody may reach alone": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.isPublic = [true])),
        ),
    },
});
