import assert from "node:assert/strict";
import { settingsOf, withSettings } from "../../bench/other-settings.ts";
import { judgedTogether } from "../../rehearsal/account-faults.ts";
import { rehearse, type Rehearsal } from "../../rehearsal/rehearse.ts";
import { estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { rehearsed } from "../support/rehearsed.ts";
import { databaseOf, inSecondRegion } from "../support/second-region.ts";

/** What is called by a name that no other thing of its type may have, in the account or in the region of the CDN. */
const named =
    /^aws:(iam\/(role|policy):|cloudfront\/|budgets\/|wafv2\/|backup\/vault:|kms\/alias:|s3\/bucket:|cloudwatch\/logDelivery)/;

function namesOf({ resources }: Rehearsal): string[] {
    return resources.flatMap(({ type, inputs }) => {
        const name = inputs.name ?? inputs.bucket;
        return named.test(type) && typeof name === "string" ? `${type} ${name}` : [];
    });
}

// Whether the rules agree, test/rules.test.ts asks.
describe("the same program in a second region of the account", function () {
    this.timeout(240_000);
    let [production, west]: Rehearsal[] = [];
    before(async () => {
        production = await rehearsed("production");
        west = await withSettings(
            "production",
            inSecondRegion(),
            (cwd) => rehearse({ cwd, stack: "west" }),
            "west",
        );
    });

    it("has a name of its own wherever a name is taken for all regions", () => {
        const [first, second] = [namesOf(production!), namesOf(west!)];
        assert.ok(second.length > 40, String(second.length));
        const shared = second.filter((name) => first.includes(name) && !/-[0-9a-f]{7}$/.test(name));
        assert.deepEqual(shared, []);
    });

    it("keeps nothing in the first one's region but what the CDN takes from there, and who is told of it", () => {
        const there = west!.resources.filter(({ inputs }) => inputs.region === "us-east-1");
        const rooms = [...new Set(there.map(({ type }) => type.split("/")[0]))].sort();
        assert.deepEqual(rooms, ["aws:acm", "aws:cloudwatch", "aws:kms", "aws:sns", "aws:wafv2"]);
        const told = there.filter(({ type }) => /^aws:(kms|sns)/.test(type)).map(({ name }) => name);
        assert.deepEqual([...new Set(told)], ["alerts-edge"]);
        const subnets = west!.resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
        assert.ok(subnets.length > 0);
        for (const { inputs } of subnets) assert.match(String(inputs.availabilityZone), /^us-west-2[a-c]$/);
    });

    it("is refused a name that the first one serves, and that is all", () => {
        const judged = judgedTogether([production!, west!]) as Rehearsal[];
        assert.deepEqual(
            judged.map(({ faults }) => faults.length),
            [1, 1],
        );
        assert.match(judged[1]!.faults[0]!.message, /a name that it serves, .* cdn of the stack production/);
    });

    it("follows the first one's database with all that its own has, so that it can take its place", () => {
        const there = production!.resources.find(({ name }) => name === "postgres-a")!;
        assert.ok(databaseOf("production").endsWith(`:db:${String(there.inputs.identifier)}`));
        const made = Object.fromEntries(west!.resources.map(({ name, inputs }) => [name, inputs]));
        const [own, copy] = [made["postgres-a"], made["postgres-b"]];
        assert.equal(copy?.replicateSourceDb, databaseOf("production"));
        for (const kept of [
            "kmsKeyId",
            "dbSubnetGroupName",
            "parameterGroupName",
            "backupRetentionPeriod",
            "tags",
        ])
            assert.deepEqual(copy[kept], own?.[kept], kept);
        assert.equal(made["postgres-b-lag"]?.metricName, "ReplicaLag");
    });

    it("costs another instance, and what nobody can foretell of the way there is unknown by name", () => {
        const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
        const { lines } = estimate(new Graph(west!.resources), usage, pricesIn());
        const [first, copy] = ["a", "b"].map((one) =>
            lines.filter(({ resource }) => resource.endsWith(`:Instance postgres-${one}`)),
        );
        const [hours, storage, way] = copy!;
        assert.deepEqual([hours!.what, hours!.quantity], [first![0]!.what, first![0]!.quantity]);
        assert.match(storage!.what, /as many GB as its source has/);
        assert.match(way!.what, /^GB of log from us-east-1, at that region's price/);
        assert.ok(storage!.unknown !== undefined && way!.unknown !== undefined);
    });
});
