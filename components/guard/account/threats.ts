import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../parts/rights.ts";
import { told, type Heard } from "../../parts/told.ts";

export interface ThreatsArgs extends Account, Heard {
    /** What the analyzer is called. */
    prefix: string;
    /** Names of what GuardDuty watches besides calls, flows and names that are looked up. Each has a price of its own. */
    watches: string[];
    /** What Inspector looks for known holes in, again and again; [] for nothing. */
    inspects: string[];
}

/** From "medium" up (GuardDuty User Guide, "Severity levels of GuardDuty findings"). */
const severity = 4;
const page = "docs/runbooks/findings.md";

/** Looks for who attacks, what anybody outside of the account may reach, and what has known holes; and says so. */
export function threatDetection(parent: pulumi.Resource, name: string, args: ThreatsArgs): void {
    const child = { parent };
    // The shortest that it has: the other is six hours.
    const findingPublishingFrequency = "FIFTEEN_MINUTES";
    const { id: detectorId } = new aws.guardduty.Detector(
        name,
        { enable: true, findingPublishingFrequency },
        child,
    );
    for (const feature of args.watches) {
        const own = { detectorId, name: feature, status: "ENABLED" };
        new aws.guardduty.DetectorFeature(
            `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
            own,
            child,
        );
    }
    told(parent, args, `${name}-found`, {
        description: "GuardDuty has found a threat",
        pattern: {
            ...{ source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] },
            detail: { severity: [{ numeric: [">=", severity] }] },
        },
        paths: { type: "$.detail.type", severity: "$.detail.severity", id: "$.detail.id" },
        says: `GuardDuty has found <type>, severity <severity> of 10: finding <id>. ${page}`,
    });
    new aws.accessanalyzer.Analyzer(name, { analyzerName: args.prefix, type: "ACCOUNT" }, child);
    told(parent, args, `${name}-reachable`, {
        description: "Somebody outside of the account may reach something in it",
        pattern: {
            ...{ source: ["aws.access-analyzer"], "detail-type": ["Access Analyzer Finding"] },
            detail: { status: ["ACTIVE"] },
        },
        paths: { resource: "$.detail.resource", isPublic: "$.detail.isPublic", id: "$.detail.id" },
        says: `Somebody outside of the account may reach <resource> (anybody: <isPublic>): finding <id>. ${page}`,
    });
    if (args.inspects.length === 0) return;
    new aws.inspector2.Enabler(name, { accountIds: [args.accountId], resourceTypes: args.inspects }, child);
    told(parent, args, `${name}-holes`, {
        description: "Inspector has found a critical hole",
        pattern: {
            ...{ source: ["aws.inspector2"], "detail-type": ["Inspector2 Finding"] },
            detail: { severity: ["CRITICAL"], status: ["ACTIVE"] },
        },
        paths: { title: "$.detail.title", resource: "$.resources[0]" },
        says: `Inspector has found a critical hole in <resource>: <title>. ${page}`,
    });
}
