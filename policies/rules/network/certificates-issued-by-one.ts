import * as aws from "@pulumi/aws";
import { fromNowhere, set } from "../../edits.ts";
import { inIssuers, whyIssuedByOthers } from "../../issuers.ts";
import { stackRule } from "../../rule.ts";

export default stackRule(aws.acm.Certificate, {
    id: "certificates-issued-by-one",
    criterion: "SEC-04",
    severity: "medium",
    says: "For a name that this stack answers for, and that is its own, Amazon alone may issue certificates.",
    fix: 'Add an aws.route53.Record of the name and type CAA: 0 issue "amazon.com" (components/network/dns.ts).',
    check: whyIssuedByOthers,
    breaks: {
        "left out": inIssuers("remove"),
        "another name's": inIssuers(set("name", "blog.example.com")),
        "anybody's": inIssuers(set("records", ['0 issue "amazon.com"', '0 issue "ca.example"'])),
        "nobody may": inIssuers(set("records", ['0 issue ";"'])),
        "about mail alone": inIssuers(set("records", ['0 iodef "mailto:security@example.com"'])),
        "of nobody knows what": inIssuers(fromNowhere("records")),
    },
});
