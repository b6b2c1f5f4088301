import * as aws from "@pulumi/aws";
import { set } from "../../edits.ts";
import { leastDays, under } from "../../profiles.ts";
import { stackRule } from "../../rule.ts";
import { numberOf } from "../../values.ts";

const days = (count: number) => set("retentionInDays", count);

export default stackRule(aws.cloudwatch.LogGroup, {
    id: "logs-as-promised",
    criterion: "SEC-17",
    severity: "high",
    says: "A log is kept for as long as the compliance profiles that it is tagged with ask for.",
    fix: "Set retentionInDays to 365 or more, or take the profile out of the tag compliance.",
    check: (group) => {
        const { days: least, by } = leastDays(group, "log");
        const kept = numberOf(group.props.retentionInDays ?? 0);
        // 0 is for ever, which is another rule's.
        return kept === 0 || kept >= least ? undefined : `It keeps ${kept} days; ${by} asks for ${least}.`;
    },
    breaks: {
        "left out": under("pciDss", days(180)),
        "of one profile of many": under("gdpr hipaa", days(90)),
        "a month": under("soc2", days(30)),
    },
});
