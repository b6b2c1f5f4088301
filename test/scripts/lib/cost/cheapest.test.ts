import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { rules } from "../../../../policies/rules/index.ts";
import { estimate, type Estimate } from "../../../../scripts/lib/cost/estimate.ts";
import { Graph, type Known } from "../../../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../../../scripts/lib/cost/price.ts";
import { usageIn } from "../../../../scripts/lib/cost/usage.ts";
import { settingsOf } from "../../../../bench/other-settings.ts";
import { inTier, rehearsed } from "../../../support/rehearsed.ts";

const LEAST_USD = 5;
const file = new URL("../../../../docs/cheapest-mvp.md", import.meta.url);

interface Row {
    /** The resources that the row is about, as "type name". */
    about: RegExp;
    cheaper: string;
    /** The program with the cheaper setting. */
    with(resources: Known[]): Known[];
    /** The rule that refuses it, and the edit of that rule which is this setting. */
    refused?: [rule: string, edit: string];
    /** What would be cheaper, too, and no rule refuses; why it is not so. */
    open: string;
}

/** The inputs of one type changed. */
const set =
    (type: string, inputs: Known["inputs"], name = /./) =>
    (resources: Known[]) =>
        resources.map((one) =>
            one.type === type && name.test(one.name) ? { ...one, inputs: { ...one.inputs, ...inputs } } : one,
        );
/** Tasks have addresses of their own, each of which is paid for, in the place of what stood before them. */
const addresses = (tasks: number, instead: RegExp) => (resources: Known[]) => {
    const eip = resources.find(({ type }) => type === EIP)!;
    const more = Array.from({ length: tasks }, (_, index) => ({ ...eip, urn: `${eip.urn}-${index}` }));
    return [...resources.filter(({ type }) => !instead.test(type)), ...more];
};
const EIP = "aws:ec2/eip:Eip";
const oneCopy = (name: RegExp) => set("aws:appautoscaling/target:Target", { minCapacity: 1 }, name);
const interfaces = (one: Known) => one.inputs.vpcEndpointType === "Interface";

const ROWS: Row[] = [
    {
        about: /^aws:rds\/instance:Instance postgres-a$/,
        cheaper: "one zone instead of two",
        with: set("aws:rds/instance:Instance", { multiAz: false }),
        refused: ["postgres-multi-az", "one zone"],
        open: "a smaller class: `db.t4g.medium` is what `stacks/tiers.ts` starts with",
    },
    {
        about: /^aws:elasticache\/replicationGroup:ReplicationGroup cache$/,
        cheaper: "one node instead of two",
        with: set("aws:elasticache/replicationGroup:ReplicationGroup", { numCacheClusters: 1 }),
        refused: ["cache-fails-over", "one node"],
        open: "a smaller node: `cache.t4g.small` is what `stacks/tiers.ts` starts with",
    },
    {
        about: /^aws:ecs\/service:Service app$/,
        cheaper: "one task instead of two",
        with: oneCopy(/^app$/),
        refused: ["service-scales", "down to one"],
        open: "smaller tasks: half a vCPU is what `stacks/tiers.ts` starts with",
    },
    {
        about: /^aws:ecs\/service:Service worker$/,
        cheaper: "one worker instead of two",
        with: oneCopy(/^worker$/),
        refused: ["service-scales", "down to one"],
        open: "no workers: `worker.command: []`, where the application has no jobs",
    },
    {
        about: /^aws:ecs\/service:Service pooler$/,
        cheaper: "one pooler instead of two",
        with: oneCopy(/^pooler$/),
        refused: ["service-scales", "down to one"],
        open: "nothing: a quarter of a vCPU is the least that Fargate has",
    },
    {
        about: /^aws:lb\/loadBalancer:LoadBalancer web$/,
        cheaper: "none, and 2 tasks with public addresses",
        with: addresses(2, /:LoadBalancer$/),
        refused: ["service-private", "public"],
        open: "nothing: it has no address of its own",
    },
    {
        about: /^aws:wafv2\/webAcl:WebAcl firewall$/,
        cheaper: "no firewall",
        with: (resources) => resources.filter(({ type }) => type !== "aws:wafv2/webAcl:WebAcl"),
        refused: ["firewall-in-front", "left out"],
        open: "limits by path, and paths of uploads: each rule is a dollar",
    },
    {
        about: /^aws:synthetics\/canary:Canary uptime$/,
        cheaper: "a look from outside every hour",
        with: set("aws:synthetics/canary:Canary", { schedule: { expression: "rate(1 hour)" } }),
        refused: ["uptime-outside", "every hour"],
        open: "`uptime.everyMinutes: 5`: who is to be woken hears it after up to 17 minutes then",
    },
    {
        about: /^aws:ec2\/natGateway:NatGateway network-1$/,
        cheaper: "none, and 6 tasks with public addresses",
        with: addresses(6, /:(NatGateway|Eip)$/),
        refused: ["service-private", "public"],
        open: "nothing: it is one for all zones already",
    },
    {
        about: /^aws:ec2\/vpcEndpoint:VpcEndpoint com\.amazonaws\..*\.(ecr\.api|ecr\.dkr|logs|secretsmanager)$/,
        cheaper: "no endpoint: through the NAT gateway",
        with: (resources) => resources.filter((one) => !interfaces(one)),
        refused: ["starts-outlast-a-zone", "left out"],
        open: "nothing: an endpoint in one zone is refused as well",
    },
];

describe("the mvp tier", function () {
    this.timeout(300_000);

    const prices = pricesIn();
    const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
    const of = (resources: Known[]) => estimate(new Graph(resources), usage, prices);
    const fixedOf = ({ lines }: Estimate, about: RegExp) =>
        lines
            .filter(({ kind, resource }) => kind === "fixed" && about.test(resource))
            .reduce((sum, { usd }) => sum + (usd ?? 0), 0);
    let resources: Known[];
    let now: Estimate;
    /** Staging, as it sleeps and as if it never did. */
    let [asleep, awake]: Estimate[] = [];
    before(async () => {
        ({ resources } = await inTier("production", "mvp"));
        now = of(resources);
        const { resources: staging } = await rehearsed("staging");
        asleep = of(staging);
        awake = of(set("aws:scheduler/schedule:Schedule", { state: "DISABLED" }, /^sleep$/)(staging));
    });

    it(`has an answer for each resource with fixed costs over $${LEAST_USD} a month`, () => {
        const dear = [...new Set(now.lines.map(({ resource }) => resource))].filter((resource) => {
            const lines = now.lines.filter((line) => line.kind === "fixed" && line.resource === resource);
            return lines.reduce((sum, { usd }) => sum + (usd ?? 0), 0) > LEAST_USD;
        });
        assert.ok(dear.length >= ROWS.length);
        assert.deepEqual(
            dear.filter((resource) => !ROWS.some(({ about }) => about.test(resource))),
            [],
        );
        for (const { about } of ROWS)
            assert.ok(
                dear.some((resource) => about.test(resource)),
                String(about),
            );
    });

    for (const { cheaper, refused, with: change } of ROWS) {
        it(`would cost less with ${cheaper}${refused ? `, which ${refused[0]} refuses` : ""}`, () => {
            assert.ok(of(change(resources)).fixedUsd < now.fixedUsd);
            if (!refused) return;
            const rule = rules.find(({ id }) => id === refused[0]);
            // That this edit trips this rule, and no other, is proven for every rule in test/rules.test.ts.
            assert.ok(rule && Object.hasOwn(rule.breaks, refused[1]), refused.join(": "));
        });
    }

    it("is written down in docs/cheapest-mvp.md; UPDATE=1 writes it again after prices or sizes have changed", () => {
        // Half a cent would fall to either side, by what fractions leave behind.
        const usd = (sum: number) => `$${Number(sum.toFixed(6)).toFixed(2)}`;
        const rows = ROWS.map(({ about, cheaper, with: change, refused, open }) => {
            const names = [...new Set(now.lines.map(({ resource }) => resource))].filter((one) =>
                about.test(one),
            );
            const name = names.map((one) => `\`${one.split(" ")[1]}\``).join(", ");
            const less = usd(now.fixedUsd - of(change(resources)).fixedUsd);
            const rule = refused ? `\`${refused[0]}\`` : "no rule";
            return `| ${name} | ${usd(fixedOf(now, about))} | ${cheaper} | ${less} | ${rule} | ${open} |`;
        });
        const wanted = [
            "# What the mvp tier can't do without",
            "",
            `Each resource of production with fixed costs over $${LEAST_USD} a month, the cheaper setting, what that would save, and the rule that`,
            "refuses it. Written by `UPDATE=1 npx mocha test/scripts/lib/cost/cheapest.test.ts`, at the prices of `npm run cost`.",
            "",
            "| Resource | A month | Cheaper | Saves | Refused by | Cheaper, too, and refused by no rule |",
            "| --- | --- | --- | --- | --- | --- |",
            ...rows,
            "",
            `Staging sleeps besides (\`airworthy:sleep\`): awake ${asleep!.hoursAwake} of 168 hours a week, it has fixed costs of ${usd(asleep!.fixedUsd)} a month, and`,
            `${usd(awake!.fixedUsd)} if it never slept. Its tasks and its database stop; storage, and all else in the table, is paid for the whole week.`,
            "Whoever wakes it in between pays for those hours, too.",
            "",
        ].join("\n");
        if (process.env.UPDATE) writeFileSync(file, wanted);
        const cells = (text: string) => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
        assert.equal(cells(readFileSync(file, "utf8")), cells(wanted));
    });
});
