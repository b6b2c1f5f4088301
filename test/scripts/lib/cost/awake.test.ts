import assert from "node:assert/strict";
import { settingsOf } from "../../../../bench/other-settings.ts";
import { estimate, type Estimate } from "../../../../scripts/lib/cost/estimate.ts";
import { Graph, type Known } from "../../../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../../../scripts/lib/cost/price.ts";
import { estimateHead, estimateText } from "../../../../scripts/lib/cost/shown.ts";
import { usageIn } from "../../../../scripts/lib/cost/usage.ts";
import { rehearsed } from "../../../support/rehearsed.ts";

const prices = pricesIn();
const usage = usageIn("staging", JSON.stringify(settingsOf("staging")["airworthy:usage"]));
const SLEEPER = /:Function::sleep$/;
const CALL = /:Schedule::sleep$/;

describe("an environment that sleeps", function () {
    this.timeout(300_000);

    let resources: readonly Known[];
    let [asleep, awake]: Estimate[] = [];
    const of = (found: readonly Known[]) => estimate(new Graph(found), usage, prices);
    /** With other variables of the function that puts it to sleep. */
    const withVariables = (changes: Record<string, string>) =>
        resources.map((one) => {
            if (!SLEEPER.test(one.urn)) return one;
            const { variables } = one.inputs.environment as { variables: Record<string, string> };
            return {
                ...one,
                inputs: { ...one.inputs, environment: { variables: { ...variables, ...changes } } },
            };
        });
    /** The quantity of a charge, by a piece of its resource's name and of its own. */
    const quantity = ({ lines }: Estimate, resource: RegExp, price: RegExp) =>
        lines.find((line) => resource.test(line.resource) && price.test(line.priceId))?.quantity;
    before(async () => {
        ({ resources } = await rehearsed("staging"));
        asleep = of(resources);
        awake = of(withVariables({ SERVICES: "", DATABASES: "", CHECKS: "" }));
    });

    it("is paid for in its waking hours where something stops, and for the whole week where nothing does", () => {
        const before = new Map(
            awake!.lines.map((line) => [`${line.urn} ${line.priceId} ${line.kind}`, line]),
        );
        const less = asleep!.lines.filter((line) => {
            const whole = before.get(`${line.urn} ${line.priceId} ${line.kind}`)!;
            return line.quantity !== whole.quantity;
        });
        assert.deepEqual([...new Set(less.map(({ resource }) => resource))].sort(), [
            "aws:appconfig/configurationProfile:ConfigurationProfile flags",
            "aws:ecs/service:Service app",
            "aws:ecs/service:Service pooler",
            "aws:ecs/service:Service worker",
            "aws:lambda/function:Function manifest-heartbeat",
            "aws:lambda/function:Function manifest-manifest",
            "aws:rds/instance:Instance postgres-a",
            "aws:scheduler/schedule:Schedule manifest-heartbeat",
            "aws:scheduler/schedule:Schedule manifest-manifest",
            "aws:sqs/queue:Queue jobs",
        ]);
        for (const line of less.filter(({ kind }) => kind === "fixed")) {
            const whole = before.get(`${line.urn} ${line.priceId} ${line.kind}`)!;
            assert.equal(line.quantity!.toFixed(6), ((whole.quantity! * 65) / 168).toFixed(6), line.resource);
            assert.match(line.what, /, 65 of 168 hours a week/);
        }
        // 65 of 168 hours of a month of 730.
        assert.equal(
            quantity(asleep!, /Instance postgres-a$/, /^rds-postgres-.*-hour$/)?.toFixed(2),
            "282.44",
        );
        assert.equal(quantity(asleep!, /Instance postgres-a$/, /gb-month$/), 50);
        for (const [resource, price] of [
            [/:LoadBalancer web$/, /-hour$/],
            [/:NatGateway network-1$/, /-hour$/],
        ] as const)
            assert.equal(quantity(asleep!, resource, price), 730);
        assert.equal(quantity(asleep!, /:ReplicationGroup cache$/, /-hour$/), 1460);
        assert.equal(quantity(asleep!, /:VpcEndpoint .*\.logs$/, /-hour$/), 1460);
    });

    it("has the hours that its function has, of five days", () => {
        const shorter = of(withVariables({ WAKES_AT: "8", SLEEPS_AT: "18" }));
        assert.equal(shorter.hoursAwake, 50);
        assert.equal(
            quantity(shorter, /:Service app$/, /vcpu-hour$/)?.toFixed(4),
            ((2 * 0.5 * 730 * 50) / 168).toFixed(4),
        );
    });

    it("is paid for whole where nobody calls the function, and in what that does not name", async () => {
        const off = resources.map((one) =>
            CALL.test(one.urn) ? { ...one, inputs: { ...one.inputs, state: "DISABLED" } } : one,
        );
        for (const never of [off, resources.filter(({ urn }) => !CALL.test(urn))]) {
            const found = of(never);
            assert.equal(found.hoursAwake, 168);
            assert.equal(quantity(found, /:Service app$/, /vcpu-hour$/), 730);
            assert.equal(quantity(found, /Instance postgres-a$/, /-hour$/), 730);
        }
        const other = of(withVariables({ DATABASES: "somebody-elses" }));
        assert.equal(quantity(other, /Instance postgres-a$/, /-hour$/), 730);
        assert.equal(other.hoursAwake, 65);
        const { resources: deployed } = await rehearsed("production");
        assert.equal(of(deployed).hoursAwake, 168);
    });

    it("says for how many hours it is awake, and what is assumed; one that never sleeps says nothing of it", () => {
        const text = (one: Estimate) =>
            estimateText({ stack: "staging", estimate: one, usage, budgetUsd: 1000 });
        assert.match(estimateHead("staging", asleep!), / It is awake 65 of 168 hours a week\.$/);
        assert.match(text(asleep!), /^What stops at night .* Assumed: nobody wakes it in between/m);
        assert.doesNotMatch(text(awake!), /awake|asleep|wakes/);
    });
});
