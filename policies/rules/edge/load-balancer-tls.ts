import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule, type Edit } from "../../rule.ts";

export default resourceRule(aws.lb.Listener, {
    id: "load-balancer-tls",
    criterion: "SEC-04",
    severity: "critical",
    says: "Every listener speaks TLS 1.2 or 1.3, or sends to one that does.",
    fix: "Set certificateArn; use an sslPolicy of ELBSecurityPolicy-TLS13-1-2 or -1-3; let port 80 redirect only.",
    check: (listener) => {
        const { protocol = "a protocol left out", sslPolicy = "left out" } = listener;
        if (protocol === "HTTPS" || protocol === "TLS") {
            const isNew = /^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)/.test(sslPolicy);
            return isNew ? undefined : `Its sslPolicy is ${sslPolicy}.`;
        }
        const isSentOn = listener.defaultActions.every((action) => action.redirect?.protocol === "HTTPS");
        return isSentOn ? undefined : `It answers over ${protocol}, in plain text.`;
    },
    breaks: {
        "TLS 1.0": where("HTTPS", set("sslPolicy", "ELBSecurityPolicy-2016-08")),
        "left out": where("HTTPS", leaveOut("sslPolicy")),
        "plain HTTP": where("HTTPS", set("protocol", "HTTP")),
        "answers on port 80": where("HTTP", leaveOut("defaultActions.0.redirect")),
    },
});

function where(protocol: string, edit: Edit): Edit {
    return (listener, nodes) => (listener.props.protocol === protocol ? edit(listener, nodes) : undefined);
}
