import * as aws from "@pulumi/aws";
import { isOn, whyUnheard } from "./alarmed.ts";
import { inFound } from "./edits.ts";
import { faultsOf } from "./emitted-faults.ts";
import { readableNode, type Node } from "./graph.ts";
import { referenceOf } from "./references.ts";
import type { Edit } from "./rule.ts";
import type { Stack } from "./stack.ts";

const { MetricAlarm } = aws.cloudwatch;
const days = "DaysToExpiry";
const [ends] = faultsOf["AWS/CertificateManager"]![days]!;

/** The certificates that a property names: by what is known of them, and by what they come from. */
function certificatesIn(node: Node<any>, property: string): string[] {
    const { texts, links } = referenceOf(node, property);
    const isOne = ({ type }: Node) => /^aws:acm\/certificate(Validation)?:/.test(type);
    return [
        ...texts.filter((text) => /^arn:[^:]+:acm:/.test(text)),
        ...links.filter(isOne).map(({ urn }) => urn),
    ];
}

/** The alarms on the days that these certificates have left. */
function alarmsOf(node: Node<any>, property: string, stack: Stack): Node<any>[] {
    const own = certificatesIn(node, property);
    return (stack.all(MetricAlarm) as Node<any>[]).filter(
        (one) => isOn(one, days) && certificatesIn(one, "dimensions").some((each) => own.includes(each)),
    );
}

/** Why nobody hears that the certificate of a listener, or of a CDN, was not renewed; nothing where it has none. */
export function whyLapses(node: Node<any>, property: string, stack: Stack): string | undefined {
    if (certificatesIn(node, property).length === 0) return undefined;
    const alarms = alarmsOf(node, property, stack);
    // CloudFront's are in one region, and an alarm of another one hears nothing of them.
    const there = alarms.filter(({ props }) => property !== edge || props.region === "us-east-1");
    return there.length > 0
        ? whyUnheard(there, ends!)
        : "Nobody looks at the days that its certificate has left.";
}

const [edge, balancer] = ["viewerCertificate", "certificateArn"] as const;

/** By which property what serves TLS names its certificate. */
export function propertyOf({ type }: Node<any>): string {
    return type.endsWith(":Distribution") ? edge : balancer;
}

/** Edits the alarms on the certificates of one that serves TLS; "remove" takes them out. */
export function inCertificateAlarms(edit: Edit | "remove"): Edit {
    return inFound((node, stack) => alarmsOf(readableNode(node), propertyOf(node), stack), edit);
}
