import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { settingsOf } from "../../bench/other-settings.ts";
import { reachOf } from "../../bench/reach/ways.ts";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import { estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { throughClient } from "../support/datadog-client.ts";
import { rehearsed } from "../support/rehearsed.ts";
import { withDatadog } from "../support/with-datadog.ts";

const monitorJson = "datadog:index/monitorJson:MonitorJson";
const alarmTypes = ["metricAlarm:MetricAlarm", "compositeAlarm:CompositeAlarm"].map(
    (type) => `aws:cloudwatch/${type}`,
);
type Monitor = { name: string; query: string; type: string; message: string };
describe("Datadog", function () {
    // Each rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);
    let made: Resource[];

    before(async () => {
        const { resources, faults } = await rehearsed("production", "deploy", withDatadog("production"));
        assert.deepEqual(faults, []);
        made = resources;
    });

    const of = (type: string) => made.filter((one) => one.type === type);
    const monitors = () =>
        new Map(
            of(monitorJson).map(({ name, inputs }) => [name, JSON.parse(String(inputs.monitor)) as Monitor]),
        );
    const board = () => {
        const [{ inputs }] = of("datadog:index/dashboardJson:DashboardJson") as [Resource];
        return JSON.parse(String(inputs.dashboard)) as { widgets: { definition: Record<string, unknown> }[] };
    };
    /** What CloudWatch alone looks at, as the page says it. */
    const alone = () => {
        const note = String(board().widgets.at(-1)!.definition.content);
        return new Map([...note.matchAll(/^- ([\w-]+): (.+)$/gm)].map(([, name, why]) => [name!, why!]));
    };

    it("has nothing made where it is off, as both environments ship", async () => {
        for (const stack of ["staging", "production"]) {
            const { resources } = await rehearsed(stack);
            const own = resources.filter(({ urn }) => /datadog/i.test(urn));
            assert.deepEqual(own, [], stack);
        }
    });

    it("leaves all that is made without it, and adds the agent's key alone to what is AWS's", async () => {
        const without = new Set((await rehearsed("production", "deploy")).resources.map(({ urn }) => urn));
        const now = made.map(({ urn }) => urn);
        assert.deepEqual(
            [...without].filter((urn) => !now.includes(urn)),
            [],
        );
        const more = made.filter(
            ({ urn }) => !without.has(urn) && !/watch:Datadog|providers:datadog/.test(urn),
        );
        assert.deepEqual(
            more.map(({ type, name }) => `${type} ${name}`),
            ["aws:ssm/parameter:Parameter secrets-DD_API_KEY"],
        );
    });

    it("has a monitor for every alarm of CloudWatch, or says on its page why not; and in its runbook", () => {
        const alarms = made.filter(({ type }) => alarmTypes.includes(type)).map(({ name }) => name);
        const parts = /^(available|quick|first-byte)-(fast|slow)-\d+m$/;
        const seen = new Set([...monitors().keys(), "uptime", ...alone().keys()]);
        const missed = alarms.filter((name) => !seen.has(name) && !parts.test(name));
        assert.deepEqual(missed, []);
        assert.ok(alarms.length > 60 && monitors().size > 40);
        const runbook = readFileSync(new URL("../../docs/runbooks/datadog.md", import.meta.url), "utf8");
        const listed = [...runbook.matchAll(/^\| `([\w<>-]+)` +\|/gm)].map(([, name]) => name!);
        const names = [...alone().keys()].filter((name) => name !== "uptime");
        assert.deepEqual(listed.sort(), names.map((name) => name.replace(/-a$/, "-<generation>")).sort());
    });

    it("asks for the same as CloudWatch's alarm, of the same thing, in Datadog's words", () => {
        const found = Object.fromEntries([...monitors()].map(([name, { query }]) => [name, query]));
        const account = "aws_account:123456789012";
        const instance = `${account} AND dbinstanceidentifier:airworthy-production-a`;
        assert.equal(
            found["connections-a"],
            `min(last_2m):max:aws.rds.database_connections{${instance}} > 308`.replace(
                "}",
                "}.rollup(max, 60)",
            ),
        );
        const nodes = "cacheclusterid:airworthy-production-001 OR cacheclusterid:airworthy-production-002";
        assert.equal(
            found["cache-evicts"],
            `min(last_30m):max:aws.elasticache.evictions{${account} AND (${nodes})}.rollup(sum, 300) > 0`,
        );
        const gate = `{${account} AND functionname:airworthy-production-gate}.as_count()`;
        assert.equal(found["gate-failed"], `sum(last_60m):sum:aws.lambda.errors${gate} > 0`);
        assert.match(
            found["errors-primary"]!,
            /^min\(last_2m\):\(100 \* \(default_zero\(sum:.*_5xx\{.*\}\.rollup\(sum, 60\)\) \+ default_zero\(\(default_zero\(sum:.*_error_count\{.*\}.*\)\)\)\) \/ sum:.*request_count\{.*targetgroup:.*\}.* \+ 0 \* cutoff_min\(sum:.*request_count\{.*\}.*, 20\)\) > 5$/,
        );
        assert.match(
            found["available-fast"]!,
            /^burn_rate\("[0-9a-f]{32}"\)\.over\("30d"\)\.long_window\("1h"\)\.short_window\("5m"\) > 14\.4$/,
        );
        assert.match(found["available-slow"]!, /long_window\("6h"\)\.short_window\("30m"\) > 6$/);
    });

    it("combines those of which one means that users are hurt, the look from outside among them", () => {
        const ids = new Map(of(monitorJson).map(({ name, id }) => [String(id), name]));
        const { query } = monitors().get("users-are-hurt")!;
        const names = query.split(" || ").map((id) => (id === "123456789" ? "uptime" : ids.get(id)));
        assert.deepEqual(names.sort(), [
            ...["available-fast", "errors-alternate", "errors-primary", "latency-alternate"],
            ...["latency-primary", "nobody-answers", "uptime"],
        ]);
    });

    it("sends what Datadog's own client reads and writes unchanged, and a slip of the pen is found", () => {
        const sent: [unknown, string][] = [...monitors().values()].map((one) => [one, "Monitor"]);
        sent.push([board(), "Dashboard"]);
        for (const [json, type] of sent) {
            const { back, strange } = throughClient(json, type);
            assert.deepEqual(strange, []);
            assert.deepEqual(back, json);
        }
        const [monitor] = sent[0] as [Monitor & { options: object }, string];
        const slips = [
            { ...monitor, type: "metric alarm" },
            { ...monitor, querry: monitor.query },
            { ...monitor, options: { ...monitor.options, evaluation_dely: 900 } },
        ];
        for (const slip of slips) assert.equal(throughClient(slip, "Monitor").strange.length > 0, true);
        const first = structuredClone(board());
        first.widgets[0]!.definition.type = "notice";
        assert.notDeepEqual(throughClient(first, "Dashboard").strange, []);
    });

    it("reads numbers and alarms of the account, by an external id, and nothing more", () => {
        const [role] = made.filter(({ type, name }) => type === "aws:iam/role:Role" && name === "datadog");
        const [rights] = made.filter(({ type, name }) => type.endsWith(":RolePolicy") && name === "datadog");
        const trust = JSON.parse(String(role!.inputs.assumeRolePolicy)) as { Statement: object[] };
        assert.deepEqual(trust.Statement, [
            {
                ...{ Effect: "Allow", Action: "sts:AssumeRole" },
                Principal: { AWS: "arn:aws:iam::464622532012:root" },
                Condition: { StringEquals: { "sts:ExternalId": "0123456789abcdef" } },
            },
        ]);
        const { Statement } = JSON.parse(String(rights!.inputs.policy)) as {
            Statement: { Action: string[] }[];
        };
        const may = Statement.flatMap(({ Action }) => Action);
        assert.deepEqual(
            may.filter(
                (action) => !/^(cloudwatch:(Describe|Get|List)[A-Za-z]+|tag:GetResources)$/.test(action),
            ),
            [],
        );
    });

    it("opens no way in, and costs what is named and not guessed", () => {
        const { ways, refused } = reachOf(made);
        assert.deepEqual([ways, refused], [[], []]);
        const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
        const { lines } = estimate(new Graph(made), usage, pricesIn());
        const own = lines.filter(({ resource }) => resource.startsWith("datadog:"));
        const kinds = new Set(own.map(({ resource }) => resource.split(" ")[0]));
        assert.equal(kinds.size, 5);
        assert.deepEqual(
            own.filter(({ usd, unknown }) => usd !== undefined || !unknown),
            [],
        );
        // 730 hours of looks a minute apart, of six steps, from one place.
        assert.ok(own.some(({ what }) => what === "262800 steps of looks"));
    });
});
