import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import type { Awake } from "../parts/awake.ts";
import type { Account } from "../parts/rights.ts";
import { boardOf, type Hop } from "./datadog/board.ts";
import { burnOf, compositeOf } from "./datadog/combined.ts";
import { notCounted } from "./datadog/correction.ts";
import { filledIn, known, sort, type Declared } from "./datadog/declared.ts";
import { asleep } from "./datadog/downtime.ts";
import { integration } from "./datadog/integration.ts";
import { monitorOf, type Monitor, type Told } from "./datadog/monitor.ts";
import { argsOf, namesOf, objectiveOf, type Promised } from "./datadog/objective.ts";
import { syntheticOf, testArgsOf, type Workflow } from "./datadog/synthetic.ts";

export interface DatadogArgs extends Account {
    /** What names start with, as those of CloudWatch's alarms do. */
    prefix: string;
    /** Which of Datadog's sites, such as datadoghq.eu. */
    site: string;
    apiKey: string;
    appKey: string;
    /** Who hears of it in Datadog, such as @slack-ops; "" for nobody: CloudWatch tells. */
    notify: string;
    /** Where Datadog looks from, such as aws:eu-central-1. */
    locations: string[];
    /** What Datadog reads the account with; "" where it does so for another environment of the account. */
    externalId: string;
    /** Every alarm of CloudWatch, as it was declared. */
    declared: readonly Declared[];
    /** Topics that tell people: an alarm that tells nobody has no monitor. */
    alertsTopicArn: pulumi.Input<string>;
    pageTopicArn: pulumi.Input<string>;
    /** What users were promised, and the page for an incident, as CloudWatch has them. */
    alarms: { promised: Unfilled[] };
    health: { shown: { says: pulumi.Input<string>; page: string; graphs: object[] }[] };
    cdn: { url: pulumi.Input<string> };
    everyMinutes: number;
    workflow: Workflow;
    /** When it is not, its monitors are muted, its SLOs count nothing, and nobody looks from outside. @default always */
    awake: Awake | undefined;
}

/** In what is measured a text may be known later. */
type Unfilled = Omit<Promised, "queries"> & { queries: object[] };
type Ids = Record<string, pulumi.Output<string>>;

/**
 * Shows a team in Datadog what CloudWatch looks at, from the same declarations: its alarms as monitors, what users were
 * promised as SLOs, the look from outside as a Synthetic test, and the page for an incident as a dashboard. CloudWatch
 * goes on telling, and waking: Datadog's numbers come minutes later.
 */
export class Datadog extends pulumi.ComponentResource {
    private readonly own: pulumi.CustomResourceOptions;

    constructor(name: string, args: DatadogArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airworthy:watch:Datadog", name, {}, opts);
        const [apiKey, appKey] = [pulumi.secret(args.apiKey), pulumi.secret(args.appKey)];
        // A preview asks nobody whether the keys are good.
        const to = { apiKey, appKey, apiUrl: `https://api.${args.site}/`, validate: "false" };
        const provider = new datadog.Provider(name, to, { parent: this });
        this.own = { parent: this, provider };
        if (args.externalId !== "") integration(this, name, args, provider);
        const { promised } = args.alarms;
        const burning = promised.flatMap((one) => namesOf(one));
        const topics = [args.alertsTopicArn, args.pageTopicArn];
        const { plain, combined, unmirrored } = sort(args.declared, { topics, promised: new Set(burning) });
        const ids: Ids = { uptime: this.uptime(args) };
        for (const alarm of plain)
            ids[alarm.name] = this.monitor(alarm.name, args, filledIn(alarm), (own, told) =>
                monitorOf(alarm.name, own, told),
            );
        for (const one of promised) Object.assign(ids, this.promise(args, one));
        for (const alarm of combined) this.combined(args, alarm, ids);
        this.dashboard(name, args, unmirrored);
        if (args.awake) asleep(args.awake, args.prefix, this.own);
        this.registerOutputs({});
    }

    /** Makes it of what is filled in, and gives its id. */
    private monitor<T>(
        what: string,
        args: DatadogArgs,
        own: pulumi.Output<T>,
        made: (own: T, told: Told) => Monitor,
    ): pulumi.Output<string> {
        const { accountId, prefix, notify } = args;
        const monitor = pulumi
            .all([own, accountId])
            .apply(([filled, id]) => JSON.stringify(made(filled as T, { accountId: id, prefix, notify })));
        return new datadog.MonitorJson(what, { monitor }, this.own).id;
    }

    /** An objective, and monitors of how fast what it leaves is used up. */
    private promise(args: DatadogArgs, one: Unfilled): Ids {
        const { accountId, prefix, notify } = args;
        const told = { accountId: "", prefix, notify };
        const { query, sliSpecification, ...common } = argsOf(objectiveOf(known(one) as Promised, told));
        const filled = pulumi
            .all([pulumi.output(one), accountId])
            .apply(([own, id]) => argsOf(objectiveOf(own as Promised, { ...told, accountId: id })));
        const measured = {
            ...(query && { query: filled.apply((own) => own.query) }),
            ...(sliSpecification && { sliSpecification: filled.apply((own) => own.sliSpecification) }),
        } as Pick<datadog.ServiceLevelObjectiveArgs, "query" | "sliSpecification">;
        const slo = new datadog.ServiceLevelObjective(one.name, { ...common, ...measured }, this.own);
        if (args.awake) notCounted(args.awake, one.name, slo.id, this.own);
        const made = Object.entries(one.burns).map(([speed, burn]) => {
            const what = `${one.name}-${speed}`;
            const text = args.declared.find(({ name }) => name === what)?.props.alarmDescription;
            const id = this.monitor(what, args, pulumi.all([slo.id, String(text)]), ([sloId, says], own) =>
                burnOf(what, says, sloId, burn, own),
            );
            return [what, id];
        });
        return Object.fromEntries(made) as Ids;
    }

    private combined(args: DatadogArgs, { name, props }: Declared, ids: Ids): void {
        const { alarmRule, alarmDescription } = props as Record<string, string>;
        const byAlarm = Object.fromEntries(
            Object.entries(ids).map(([what, id]) => [`${args.prefix}-${what}`, id]),
        );
        const own = pulumi.output({ alarmRule: alarmRule!, alarmDescription: alarmDescription!, byAlarm });
        this.monitor(name, args, own, (one, told) => compositeOf(name, one, one.byAlarm, told));
    }

    /** The look from outside, which has a monitor of its own. */
    private uptime(args: DatadogArgs): pulumi.Output<string> {
        const of = (url: string) => testArgsOf(syntheticOf(args.workflow, { ...args, accountId: "", url }));
        // Refused before anything is made, if Datadog can't hold it.
        const shape = of("https://later.invalid");
        const apiSteps = pulumi.output(args.cdn.url).apply((url) => of(url).apiSteps);
        const test = { ...shape, apiSteps } as datadog.SyntheticsTestArgs;
        return new datadog.SyntheticsTest("uptime", test, this.own).monitorId.apply(String);
    }

    private dashboard(name: string, args: DatadogArgs, unmirrored: Record<string, string>): void {
        const { prefix, accountId, health } = args;
        const board = pulumi
            .all([pulumi.output(health.shown), accountId])
            .apply(([shown, id]) => boardOf(shown as Hop[], unmirrored, { prefix, accountId: id }));
        new datadog.DashboardJson(name, { dashboard: pulumi.jsonStringify(board) }, this.own);
    }
}
