import * as pulumi from "@pulumi/pulumi";
import { alarm, type Alerting } from "../parts/alarm.ts";
import { cacheAlarms, frontAlarms, taskAlarms } from "./health/alarms.ts";
import { dashboard, type Shown } from "./health/dashboard.ts";
import { databaseAlarms } from "./health/database-alarms.ts";
import { edgeAlarms } from "./health/edge-alarms.ts";
import { feltAlarms } from "./health/felt-alarms.ts";
import type { Hops } from "./health/hops.ts";
import { traceAlarms } from "./health/trace-alarms.ts";

export interface HealthArgs extends Alerting, Hops {}

/**
 * Tells of each part on the way of a request that has no room left, before users feel it; and shows all of them on one
 * page, in the order in which a request meets them.
 */
export class Health extends pulumi.ComponentResource {
    /** Where people look in an incident: of the same name as the environment. */
    readonly dashboardName: pulumi.Output<string>;
    /** What it shows, for whoever shows it elsewhere, too. */
    readonly shown: Shown[];

    constructor(name: string, args: HealthArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Health", name, {}, opts);
        const alarms = {
            ...edgeAlarms(args),
            ...feltAlarms(args),
            ...frontAlarms(args),
            ...taskAlarms(args),
            ...databaseAlarms(args),
            ...cacheAlarms(args),
            ...traceAlarms(this, name, args),
        };
        for (const [what, own] of Object.entries(alarms)) alarm(this, args, what, own);
        const { dashboardName, shown } = dashboard(this, name, args);
        this.dashboardName = dashboardName;
        this.shown = shown;
        this.registerOutputs({ dashboardName: this.dashboardName });
    }
}
