import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface AnomaliesArgs {
    /** Who is told, once a day. */
    email: string;
    /** US dollars a month that are planned. */
    budgetUsd: number;
    /**
     * The account's monitor of services, where it has one: there can be one alone, and AWS makes it by itself for those
     * who open the Cost Explorer ("Getting started with AWS Cost Anomaly Detection"). "" makes one.
     */
    costMonitorArn: string;
}

/** Of the month's budget: what is less is not worth a mail, whatever the account's size. */
const share = 0.05;

/** Says once a day, by e-mail, which service costs more than it used to. It learns by itself what is usual. */
export function costAnomalies(parent: pulumi.Resource, name: string, args: AnomaliesArgs): void {
    const { email, budgetUsd, costMonitorArn } = args;
    const child = { parent };
    const monitor =
        costMonitorArn ||
        new aws.costexplorer.AnomalyMonitor(
            name,
            { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" },
            child,
        ).arn;
    new aws.costexplorer.AnomalySubscription(
        name,
        {
            frequency: "DAILY",
            monitorArnLists: [monitor],
            subscribers: [{ type: "EMAIL", address: email }],
            thresholdExpression: {
                dimension: {
                    key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
                    matchOptions: ["GREATER_THAN_OR_EQUAL"],
                    values: [String(Math.max(1, Math.round(budgetUsd * share)))],
                },
            },
        },
        child,
    );
}
