import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseFollower, refuseSleepingSource } from "../../stacks/follower.ts";

const source = "arn:aws:rds:us-east-1:123456789012:db:shop-production-a";
const generations = { a: { version: "18" as const }, b: { version: "18" as const, replicaOf: source } };

/** What was asked, where RDS has instances that follow, or "" for none. */
async function deploying(active: "a" | "b", instances: Record<string, string>): Promise<string[]> {
    const asked: string[] = [];
    const mocks = {
        newResource: ({ name, inputs }: pulumi.runtime.MockResourceArgs) => ({
            id: name,
            state: inputs as object,
        }),
        call: ({ token, inputs }: pulumi.runtime.MockCallArgs) => {
            asked.push(token.split(":").at(-1)!);
            const { dbInstanceIdentifier: one, filters } = inputs as {
                dbInstanceIdentifier: string;
                filters?: { name: string; values: string[] }[];
            };
            if (filters === undefined) return { replicateSourceDb: instances[one] };
            assert.deepEqual(
                filters.map(({ name }) => name),
                ["db-instance-id"],
            );
            return { instanceIdentifiers: filters[0]!.values.filter((id) => Object.hasOwn(instances, id)) };
        },
    };
    await pulumi.runtime.setMocks(mocks, "shop", "west", false);
    const provider = new aws.Provider("aws", { region: "us-west-2" });
    await refuseFollower("shop-west", { active, generations }, provider);
    return asked;
}

describe("a deployment of a generation in use that once followed another region's database", () => {
    after(() => {
        const none = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
        return pulumi.runtime.setMocks(none, "shop", "staging", false);
    });

    it("goes on where it was promoted, and asks nothing where it never followed", async () => {
        assert.deepEqual(await deploying("b", { "shop-west-b": "" }), ["getInstances", "getInstance"]);
        assert.deepEqual(await deploying("a", {}), []);
    });

    it("is stopped before the first resource where it still follows, and says how it is promoted", async () => {
        await assert.rejects(
            deploying("b", { "shop-west-b": source }),
            /^Error: Pulumi\.west\.yaml: database\.active is b, which follows arn:.*-a: nobody can write to it\. Use another generation.* npm run restore -- --stack west --promote b, and .*--cutover b/,
        );
    });

    it("is stopped where it is not there yet, and would follow from its first day", async () => {
        await assert.rejects(deploying("b", {}), /is b, which is not there yet, and would follow arn:/);
    });
});

describe("a database that another environment's follows", () => {
    const files = (nights: string, active = "a", followed = source) => ({
        production: { "airworthy:sleep": { nights } },
        west: {
            "airworthy:database": { active, generations: { a: {}, b: { replicaOf: followed } } },
        },
        other: {},
    });

    it("does not sleep, for RDS stops none that has a copy: either of the two environments is refused", () => {
        for (const stack of ["production", "west"])
            assert.throws(
                () => refuseSleepingSource("shop", stack, files("asleep")),
                /Pulumi\.production\.yaml: sleep\.nights is asleep, and west follows its database: .*; use awake/,
            );
        assert.doesNotThrow(() => refuseSleepingSource("shop", "other", files("asleep")));
    });

    it("is let pass where it is awake, where the copy was promoted, and where it is somebody else's", () => {
        for (const good of [
            files("awake"),
            files("asleep", "b"),
            files("asleep", "a", source.replace("shop-", "inn-")),
        ])
            for (const stack of ["production", "west"])
                assert.doesNotThrow(() => refuseSleepingSource("shop", stack, good));
    });
});
