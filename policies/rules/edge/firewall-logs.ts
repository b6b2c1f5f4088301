import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { keepsStopped } from "../../firewall.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { WebAcl, WebAclLoggingConfiguration: Logging } = aws.wafv2;
/** Headers that let people in, or have the query of the page before, which may. */
const secret = ["authorization", "cookie", "referer"];
const stopped = "loggingFilter.filters.0.conditions.0.actionCondition.action";

export default stackRule(WebAcl, {
    id: "firewall-logs",
    criterion: "OBS-01",
    severity: "medium",
    says: "What the firewall stopped can be looked up, without what lets people in.",
    fix: `Add an aws.wafv2.WebAclLoggingConfiguration with redactedFields for ${secret.join(", ")}, and keep the action BLOCK.`,
    check: (acl, stack) => {
        const [found] = stack.naming(acl, "resourceArn", Logging);
        if (found === undefined) return "It writes no log.";
        if (!keepsStopped(found.props.loggingFilter)) return "It does not log what it stopped.";
        const hidden = listOf(found.props.redactedFields).map((one) => one.singleHeader?.name.toLowerCase());
        const shown = secret.find((header) => !hidden.includes(header));
        return shown && `Its log shows the header ${shown}.`;
    },
    breaks: {
        "left out": inNaming(Logging, "resourceArn", "remove"),
        "of another": inNaming(
            Logging,
            "resourceArn",
            set("resourceArn", "arn:aws:wafv2:us-east-1:1:global/webacl/a/b"),
        ),
        "only what it counted": inNaming(Logging, "resourceArn", set(stopped, "COUNT")),
        "with all that it says": inNaming(Logging, "resourceArn", leaveOut("redactedFields")),
    },
});
