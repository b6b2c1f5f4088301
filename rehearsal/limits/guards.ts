import { aws, oneOf, rule } from "./kinds.ts";
import { listOf, textOf, type Limit } from "./row.ts";
import { api } from "./sources.ts";

const READ = "2026-11-22";
const subscription = aws("costexplorer", "AnomalySubscription");
const monitor = aws("costexplorer", "AnomalyMonitor");
const detector = aws("guardduty", "Detector");
const feature = aws("guardduty", "DetectorFeature");
const inspector = aws("inspector2", "Enabler");

const anomalySubscription = api("ce", "AnomalySubscription", READ);
/** Mails are sums of a day or a week, and a topic hears at once. */
const frequencies: Record<string, string[]> = { EMAIL: ["DAILY", "WEEKLY"], SNS: ["IMMEDIATE"] };
const told = (type: string, frequency: string) => ({
    frequency,
    subscribers: [{ type, address: "a@acme.dev" }],
});

/** What watches over an account. */
export const guards: Limit[] = [
    oneOf(monitor, "monitorType", ["DIMENSIONAL", "CUSTOM"], api("ce", "AnomalyMonitor", READ)),
    rule(
        subscription,
        "frequency",
        "for its subscribers",
        anomalySubscription,
        (frequency, { subscribers }) => {
            const types = listOf(subscribers).map((one) => textOf(Object(one).type) ?? "");
            const [wrong] = types.filter(
                (type) => frequencies[type] && !frequencies[type].includes(String(frequency)),
            );
            return (
                wrong && `${String(frequency)} is not for ${wrong}; use ${frequencies[wrong]!.join(" or ")}`
            );
        },
        [told("EMAIL", "DAILY"), told("EMAIL", "WEEKLY"), told("SNS", "IMMEDIATE")],
        [told("EMAIL", "IMMEDIATE"), told("SNS", "DAILY"), told("SNS", "WEEKLY")],
    ),
    oneOf(
        aws("costexplorer", "CostAllocationTag"),
        "status",
        ["Active", "Inactive"],
        api("ce", "CostAllocationTagStatusEntry", "2026-11-23"),
    ),
    oneOf(
        detector,
        "findingPublishingFrequency",
        ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"],
        api("guardduty", "CreateDetector", READ),
    ),
    oneOf(
        feature,
        "name",
        [
            ...["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS"],
            ...["LAMBDA_NETWORK_LOGS", "EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"],
            ...["AI_PROTECTION", "AI_ANALYST"],
        ],
        api("guardduty", "DetectorFeature", READ),
    ),
    oneOf(feature, "status", ["ENABLED", "DISABLED"], api("guardduty", "FeatureStatus", READ)),
    oneOf(
        inspector,
        "resourceTypes[]",
        ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE", "CODE_REPOSITORY"],
        api("inspector2", "ResourceScanType", READ),
    ),
];
