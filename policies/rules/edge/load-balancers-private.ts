import { balancers } from "../../balancers.ts";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOn } from "../../values.ts";

export default resourceRule(balancers, {
    id: "load-balancers-private",
    criterion: "SEC-09",
    severity: "critical",
    says: "No load balancer has a public address: who knew it would pass by the CDN and its firewall.",
    fix: "Set internal to true, and reach it by an aws.cloudfront.VpcOrigin.",
    check: ({ internal }) => (isOn(internal) ? undefined : "The internet can call it."),
    breaks: { "left out": leaveOut("internal"), public: set("internal", false) },
});
