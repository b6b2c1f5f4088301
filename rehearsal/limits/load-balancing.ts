import type { Properties } from "../values.ts";
import { alphabet, aws, length, oneOf, range, rule } from "./kinds.ts";
import { numberOf, textOf, valuesAt, type Limit } from "./row.ts";
import { api, page } from "./sources.ts";

const balancer = aws("lb", "LoadBalancer");
const group = aws("lb", "TargetGroup");
const listener = aws("lb", "Listener");
const listenerRule = aws("lb", "ListenerRule");

const balancerSource = api("elbv2", "CreateLoadBalancer");
const groupSource = api("elbv2", "CreateTargetGroup");
const attributeSource = api("elbv2", "TargetGroupAttribute");
const balancerAttributes = api("elbv2", "LoadBalancerAttribute");
const nameSays = "letters, digits and hyphens, with no hyphen at either end";
const namePattern = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;
const balancerPattern = /^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;
const protocols = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"];

function wrongCodes(matcher: string, min: number, max: number): string | undefined {
    const parts = matcher.split(",").map((part) => /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part.trim()));
    const good = parts.every((part) => {
        const low = Number(part?.[1]);
        const high = Number(part?.[2] ?? part?.[1]);
        return part !== null && low >= min && high <= max && low <= high;
    });
    return good
        ? undefined
        : `is "${matcher}"; use codes from ${min} to ${max} such as "200", "200,202" or "200-299"`;
}

function fixedStatus(type: string, property: string): Limit {
    const source = api("elbv2", "FixedResponseActionConfig");
    const base = (statusCode: string): Properties => ({
        [property.startsWith("actions") ? "actions" : "defaultActions"]: [{ fixedResponse: { statusCode } }],
    });
    return rule(
        type,
        property,
        "codes",
        source,
        (value) => {
            const code = String(value as string | number);
            return /^[245]\d\d$/.test(code) || typeof value === "object"
                ? undefined
                : `is ${code}; use a 2XX, 4XX or 5XX code`;
        },
        [base("200"), base("403"), base("503")],
        [base("302"), base("600")],
    );
}

export const loadBalancing: Limit[] = [
    length(balancer, "name", 1, 32, balancerSource),
    alphabet(balancer, "name", balancerPattern, `${nameSays}, and no "internal-" in front`, balancerSource, {
        good: ["web-1", "Internal"],
        bad: ["-web", "web-", "web_1", "internal-web"],
    }),
    range(balancer, "idleTimeout", 1, 4000, balancerAttributes),
    range(balancer, "clientKeepAlive", 60, 604800, balancerAttributes),
    oneOf(balancer, "desyncMitigationMode", ["monitor", "defensive", "strictest"], balancerAttributes),

    length(group, "name", 1, 32, groupSource),
    alphabet(group, "name", namePattern, nameSays, groupSource, {
        good: ["web-1"],
        bad: ["-web", "web-", "web_1"],
    }),
    range(group, "port", 1, 65535, groupSource),
    oneOf(group, "protocol", protocols, groupSource),
    oneOf(group, "targetType", ["instance", "ip", "lambda", "alb"], groupSource),
    range(group, "deregistrationDelay", 0, 3600, attributeSource),
    range(group, "slowStart", 30, 900, attributeSource, { also: 0 }),
    rule(
        group,
        "slowStart",
        "algorithm",
        page(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
        ),
        (value, { loadBalancingAlgorithmType: algorithm = "round_robin" }) => {
            const isSlow = (numberOf(value) ?? 0) > 0;
            return isSlow && algorithm !== "round_robin"
                ? `is set with ${textOf(algorithm) ?? "another algorithm"}; slow start goes with round_robin alone`
                : undefined;
        },
        [
            { slowStart: 30, loadBalancingAlgorithmType: "round_robin" },
            { slowStart: 0, loadBalancingAlgorithmType: "least_outstanding_requests" },
        ],
        [{ slowStart: 30, loadBalancingAlgorithmType: "least_outstanding_requests" }],
    ),
    range(group, "stickiness.cookieDuration", 1, 604800, attributeSource),
    range(group, "healthCheck.interval", 5, 300, groupSource),
    range(group, "healthCheck.timeout", 2, 120, groupSource),
    range(group, "healthCheck.healthyThreshold", 2, 10, groupSource),
    range(group, "healthCheck.unhealthyThreshold", 2, 10, groupSource),
    length(group, "healthCheck.path", 1, 1024, groupSource),
    rule(
        group,
        "healthCheck.timeout",
        "order",
        page("https://github.com/hashicorp/terraform-provider-aws/issues/2366"),
        (value, inputs) => {
            const [timeout, interval] = [
                numberOf(value),
                numberOf(valuesAt(inputs, "healthCheck.interval")[0]?.value),
            ];
            if (timeout === undefined || interval === undefined || timeout < interval) return undefined;
            return `is ${timeout} with an interval of ${interval}; use less than ${interval}`;
        },
        [{ healthCheck: { timeout: 9, interval: 10 } }],
        [{ healthCheck: { timeout: 10, interval: 10 } }],
    ),
    rule(
        group,
        "healthCheck.matcher",
        "codes",
        api("elbv2", "Matcher"),
        (value, { protocol, protocolVersion }) => {
            const codes = textOf(value);
            if (codes === undefined) return undefined;
            if (protocolVersion === "GRPC") return wrongCodes(codes, 0, 99);
            // A network load balancer may check for up to 599; only HTTP and HTTPS groups are known to belong to an application one.
            return wrongCodes(codes, 200, protocol === "HTTP" || protocol === "HTTPS" ? 499 : 599);
        },
        [
            { protocol: "HTTP", healthCheck: { matcher: "200,202-499" } },
            { protocol: "TCP", healthCheck: { matcher: "200-599" } },
            { protocol: "HTTP", protocolVersion: "GRPC", healthCheck: { matcher: "0-99" } },
        ],
        [
            { protocol: "HTTP", healthCheck: { matcher: "200-500" } },
            { protocol: "HTTP", healthCheck: { matcher: "199" } },
            { protocol: "HTTP", healthCheck: { matcher: "ok" } },
            { protocol: "HTTP", protocolVersion: "GRPC", healthCheck: { matcher: "100" } },
        ],
    ),

    range(listener, "port", 1, 65535, api("elbv2", "CreateListener")),
    oneOf(listener, "protocol", protocols, api("elbv2", "CreateListener"), {
        base: { certificateArn: "arn:aws:acm:eu-west-1:1:certificate/1" },
    }),
    rule(
        listener,
        "protocol",
        "certificate",
        api("elbv2", "CreateListener: the default certificate is required for HTTPS and TLS listeners"),
        (value, { certificateArn }) =>
            (value === "HTTPS" || value === "TLS") &&
            (certificateArn === undefined || certificateArn === null)
                ? `is ${value} with no certificateArn; give the listener its default certificate`
                : undefined,
        [
            { protocol: "HTTPS", certificateArn: "arn:aws:acm:eu-west-1:1:certificate/1" },
            { protocol: "HTTP" },
        ],
        [{ protocol: "HTTPS" }],
    ),
    fixedStatus(listener, "defaultActions[].fixedResponse.statusCode"),
    length(
        listener,
        "defaultActions[].fixedResponse.messageBody",
        0,
        1024,
        api("elbv2", "FixedResponseActionConfig"),
    ),

    range(listenerRule, "priority", 1, 50000, api("elbv2", "CreateRule")),
    range(listenerRule, "actions[].forward.targetGroups[].weight", 0, 999, api("elbv2", "TargetGroupTuple")),
    range(
        listenerRule,
        "actions[].forward.stickiness.duration",
        1,
        604800,
        api("elbv2", "TargetGroupStickinessConfig"),
    ),
    fixedStatus(listenerRule, "actions[].fixedResponse.statusCode"),
    length(
        listenerRule,
        "actions[].fixedResponse.messageBody",
        0,
        1024,
        api("elbv2", "FixedResponseActionConfig"),
    ),
];
