import * as pulumi from "@pulumi/pulumi";
import { Budget, type EnvironmentBudget } from "./account/budget.ts";
import { CiAccess, type CiAccessArgs } from "./account/ci-access.ts";
import { costAnomalies, type AnomaliesArgs } from "./account/anomalies.ts";
import { auditLog, type AuditArgs } from "./account/audit.ts";
import { posture, type PostureArgs } from "./account/posture.ts";
import { threatDetection, type ThreatsArgs } from "./account/threats.ts";

export interface AccountArgs extends AuditArgs, ThreatsArgs, PostureArgs, AnomaliesArgs, CiAccessArgs {
    /** US dollars a month that the account may cost. */
    budgetUsd: number;
    /** @default it has none of its own */
    environmentBudget?: EnvironmentBudget;
    /** Whether this environment has what its account has once, or what each further region has, or another one has both. */
    guards: "own" | "region" | "elsewhere";
}

/**
 * What the environment may cost, and who deploys it without a person; and what watches over a whole account, and so
 * belongs to one environment in it: who did what, threats, settings, and odd costs.
 */
export class Account extends pulumi.ComponentResource {
    constructor(name: string, args: AccountArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:guard:Account", name, {}, opts);
        // They once stood by themselves.
        const child = { parent: this, aliases: [{ parent: pulumi.rootStackResource }] };
        const { budgetUsd: limitUsd, githubEnvironment: environment } = args;
        new Budget("budget", { ...args, limitUsd, environment }, child);
        new CiAccess("ci", args, child);
        // These see one region, and the audit log sees all.
        if (args.guards !== "elsewhere") threatDetection(this, "threats", args);
        if (args.guards === "own") {
            const kept = auditLog(this, "audit", args);
            posture(this, "posture", args, kept);
            costAnomalies(this, "anomalies", args);
        } else if (args.costMonitorArn !== "")
            throw new Error(
                `${name}: costMonitorArn is ${args.costMonitorArn}; use "" unless guards is own.`,
            );
        this.registerOutputs({});
    }
}
