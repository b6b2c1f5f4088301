import assert from "node:assert/strict";
import { Postgres, type PostgresArgs } from "../../../components/data/postgres.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: PostgresArgs = {
    identifier: "acme-staging",
    generations: { a: { version: "18" } },
    active: "a",
    network: { vpcId: "vpc-1", isolatedSubnetIds: ["subnet-1", "subnet-2"] },
    kmsKeyArn: "arn:key",
    instance: "t4g.medium",
    storageGb: 50,
    maxStorageGb: 200,
    backupDays: 14,
    logs: { kmsKeyArn: "arn:logs-key", retentionDays: 30 },
    tag: { key: "backup-plan", value: "acme-staging" },
    replicas: 0,
    alertsTopicArn: "arn:alerts",
    accountId: "123456789012",
    region: "eu-central-1",
};

describe("Postgres", () => {
    for (const identifier of ["Acme", "1st", "a--b", "a-", "a".repeat(49), ""]) {
        it(`refuses the identifier "${identifier}", which RDS would refuse`, async () => {
            await recorded(() => {
                assert.throws(
                    () => new Postgres("postgres", { ...args, identifier }),
                    /identifier is .*; use at most 48/,
                );
            });
        });
    }

    it("hands its password to the instance as a secret", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const { password } = inputsOf(made, "aws:rds/instance:Instance") as { password: object };
        assert.ok(
            Object.values(password).includes("1b47061264138c4ac30d75fd1eb44270"),
            "the wire's mark of a secret",
        );
    });

    it("tells where the database is and who its master is, and hands its password to nothing else", async () => {
        let place: Postgres["place"] | undefined;
        const made = await recorded(() => void ({ place } = new Postgres("postgres", args)));
        assert.deepEqual(place, {
            ...{ identifier: "acme-staging-a", port: 5432, dbName: "app" },
            master: "app_owner",
        });
        const takers = made.filter(({ inputs }) => JSON.stringify(inputs).includes('"value":"postgres"'));
        assert.deepEqual(
            takers.map(({ type }) => type),
            ["aws:rds/instance:Instance"],
        );
    });

    it("has a log group with a key and an end for every log that RDS writes", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const groups = made
            .filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup")
            .map(({ inputs }) => inputs);
        const exported = inputsOf(made, "aws:rds/instance:Instance").enabledCloudwatchLogsExports as string[];
        assert.deepEqual(
            groups.map(({ name }) => name).sort(),
            exported.map((log) => `/aws/rds/instance/acme-staging-a/${log}`).sort(),
        );
        assert.ok(groups.every((group) => group.retentionInDays === 30 && group.kmsKeyId === "arn:logs-key"));
    });

    it("stops a statement after 5 s, and a lock before that, so that the error says which it was", async () => {
        const made = await recorded(() => new Postgres("postgres", args));
        const list = inputsOf(made, "aws:rds/parameterGroup:ParameterGroup").parameters as {
            name: string;
            value: string;
        }[];
        const value = (name: string) => Number(list.find((one) => one.name === name)?.value);
        assert.equal(value("statement_timeout"), 5000);
        assert.ok(value("lock_timeout") < value("statement_timeout"));
    });

    it("makes replicas of the active one alone, that nothing backs up, restores or sets a password of", async () => {
        const generations = { a: { version: "18" }, b: { version: "18" } };
        const made = await recorded(
            () => void new Postgres("postgres", { ...args, generations, active: "b", replicas: 2 }),
        );
        const instances = made.filter(({ type }) => type === "aws:rds/instance:Instance");
        const copies = instances
            .map(({ inputs }) => inputs)
            .filter((one) => one.replicateSourceDb !== undefined);
        assert.deepEqual(
            copies.map(({ identifier, replicateSourceDb }) => [identifier, replicateSourceDb]),
            [1, 2].map((n) => [`acme-staging-b-r${n}`, "acme-staging-b"]),
        );
        const own = ["tags", "password", "username", "dbSubnetGroupName", "allocatedStorage", "kmsKeyId"];
        assert.ok(copies.every((copy) => own.every((key) => copy[key] === undefined)));
        assert.ok(
            copies.every(
                ({ deletionProtection, skipFinalSnapshot }) => !deletionProtection && skipFinalSnapshot,
            ),
        );
        const alarms = made.filter(({ inputs }) => inputs.metricName === "ReplicaLag");
        assert.equal(alarms.length, 2);
        for (const { inputs } of alarms)
            assert.match(String(inputs.alarmDescription), /docs\/runbooks\/replica\.md/);
    });

    const standby = (replicaOf: string) => ({ a: { version: "18" }, b: { version: "18", replicaOf } });
    const FIRST = "arn:aws:rds:eu-west-1:123456789012:db:acme-first-a";

    it("makes a copy of another region's database like one that may be needed tomorrow, and tells when it is late", async () => {
        const made = await recorded(
            () => void new Postgres("postgres", { ...args, generations: standby(FIRST) }),
        );
        const all = made
            .filter(({ type }) => type === "aws:rds/instance:Instance")
            .map(({ inputs }) => inputs);
        const [copy, first] = [true, false].map((is) =>
            all.find(({ replicateSourceDb }) => (replicateSourceDb === FIRST) === is),
        ) as [Record<string, unknown>, Record<string, unknown>];
        const born = ["username", "dbName", "password", "allocatedStorage"];
        const without = (one: object) =>
            Object.entries(one).filter(([key]) => ![...born, "vpcSecurityGroupIds"].includes(key));
        assert.ok(born.every((key) => first[key] !== undefined && copy[key] === undefined));
        const names = { identifier: "acme-staging-b", finalSnapshotIdentifier: "acme-staging-b-final" };
        assert.deepEqual(
            Object.fromEntries(without(copy)),
            Object.fromEntries(without({ ...first, ...names, replicateSourceDb: FIRST })),
        );
        assert.notDeepEqual(copy.vpcSecurityGroupIds, first.vpcSecurityGroupIds);
        const [alarm, ...others] = made.filter(({ inputs }) => inputs.metricName === "ReplicaLag");
        assert.deepEqual(others, []);
        assert.deepEqual(Object.values(alarm!.inputs.dimensions as object), ["acme-staging-b"]);
        assert.match(String(alarm!.inputs.alarmDescription), /docs\/runbooks\/second-region\.md/);
    });

    it("refuses to follow what is in its own region, or what is no instance, and says what to use", async () => {
        for (const wrong of [
            FIRST.replace("eu-west-1", args.region),
            "acme-first-a",
            `${FIRST}`.replace(":db:", ":cluster:"),
        ])
            await recorded(() => {
                const build = () => new Postgres("postgres", { ...args, generations: standby(wrong) });
                assert.throws(
                    build,
                    /replicaOf of generation b is .*; use the ARN of an instance of another region/,
                );
            });
        const twice = { ...standby(FIRST).b, snapshot: "arn:aws:rds:eu-central-1:123456789012:snapshot:x" };
        await recorded(() => {
            const build = () =>
                new Postgres("postgres", { ...args, generations: { a: { version: "18" }, b: twice } });
            assert.throws(build, /generation b names no clear origin; use .*, or replicaOf,/);
        });
    });

    it("refuses replicas that RDS would not name", async () => {
        for (const replicas of [-1, 1.5, 10]) {
            await recorded(() => {
                const build = () => new Postgres("postgres", { ...args, replicas });
                assert.throws(build, new RegExp(`replicas is ${replicas}; use 0 to 9`));
            });
        }
    });

    it("refuses a next generation that is none, the active one or to retire, and says which could be", async () => {
        const retired = { version: "18", retire: "nobody misses it" };
        const generations = { a: { version: "18" }, b: { version: "18" }, old: retired };
        await recorded(() => {
            for (const next of ["c", "a", "old"]) {
                const build = () => new Postgres("postgres", { ...args, generations, next });
                assert.throws(build, new RegExp(`next is ${next}; use b, or leave it out\\.`));
            }
            const alone = () => new Postgres("postgres", { ...args, next: "b" });
            assert.throws(alone, /next is b; leave it out\./);
        });
    });

    it("opens its port to clients and operators, only the active generation's to clients, and to no address", async () => {
        const generations = { a: { version: "18" }, b: { version: "18" } };
        const made = await recorded(() => new Postgres("postgres", { ...args, generations, active: "b" }));
        const inward = made.filter(({ type }) => type.includes("IngressRule"));
        const ways = inward.map(({ inputs }) =>
            [inputs.referencedSecurityGroupId, inputs.securityGroupId].join(" > "),
        );
        assert.deepEqual(ways.sort(), [
            "postgres-client-id > postgres-b-server-id",
            "postgres-operator-id > postgres-a-server-id",
            "postgres-operator-id > postgres-b-server-id",
        ]);
        for (const { inputs } of inward) assert.equal(inputs.cidrIpv4, undefined);
    });
});
