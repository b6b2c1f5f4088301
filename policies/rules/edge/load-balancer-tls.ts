import { listenerRules, listeners } from "../../balancers.ts";
import { leaveOut, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";

/** What a listener, or a rule of one, does with a request: the one kind of answer that may be in plain text. */
const sendsOn = (actions: { redirect?: { protocol?: string } }[] = []): boolean =>
    actions.length > 0 && actions.every(({ redirect }) => redirect?.protocol?.toUpperCase() === "HTTPS");
const where = (protocol: string, edit: Edit): Edit => {
    return (listener, nodes) => void (listener.props.protocol === protocol && edit(listener, nodes));
};

export default stackRule(listeners, {
    id: "load-balancer-tls",
    criterion: "SEC-04",
    severity: "critical",
    says: "Every listener speaks TLS 1.2 or 1.3, or sends to one that does.",
    fix: "Set airworthy:domain; or a certificateArn, an sslPolicy of ELBSecurityPolicy-TLS13-1-2 or -1-3, and let port 80 redirect only.",
    check: (listener, stack) => {
        const protocol = listener.props.protocol?.toUpperCase() ?? "a protocol left out";
        if (protocol === "HTTPS" || protocol === "TLS") {
            const { sslPolicy = "left out" } = listener.props;
            const isNew = /^ELBSecurityPolicy-TLS13-1-[23]-(?!Ext)/.test(sslPolicy);
            return isNew ? undefined : `Its sslPolicy is ${sslPolicy}.`;
        }
        if (!sendsOn(listener.props.defaultActions)) return `It answers over ${protocol}, in plain text.`;
        const rules = listenerRules.flatMap((type) => stack.allNaming(listener, "listenerArn", type));
        const open = rules.find(({ props }) => !sendsOn(props.actions));
        return open && `Its rule ${open.name} answers over ${protocol}, in plain text.`;
    },
    breaks: {
        "TLS 1.0": where("HTTPS", set("sslPolicy", "ELBSecurityPolicy-2016-08")),
        "left out": where("HTTPS", leaveOut("sslPolicy")),
        "plain HTTP": where("HTTPS", set("protocol", "HTTP")),
        "sends on in plain text": where("HTTPS", ({ props }) => {
            const redirect = { protocol: "HTTP", port: "80", statusCode: "HTTP_301" };
            Object.assign(props, { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect }] });
        }),
    },
});
