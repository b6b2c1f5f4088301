import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../../components/compute/cluster.ts";
import { Consoles } from "../../../components/data/consoles.ts";
import { settingsFrom } from "../../../functions/console/settings.ts";
import { IAM_USERS } from "../../../functions/roles/purposes.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const account = { accountId: "123456789012", region: "eu-central-1" };
const uri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-live/console:abc";
const here = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:123456789012:${rest}`;
const shells = {
    execLogGroupName: "/shop-live/exec",
    kmsKeyArn: "arn:key",
    kmsKeyAlias: "alias/shop-live-logs",
};

interface Statement {
    Action: string | string[];
    Resource: string;
    Condition?: unknown;
}
interface Defined {
    logConfiguration: { options: Record<string, string> };
    name: string;
    user: string;
    readonlyRootFilesystem: boolean;
    linuxParameters: { capabilities: unknown };
    mountPoints: { sourceVolume: string; containerPath: string }[];
    stopTimeout: number;
    environment: { name: string; value: string }[];
}

describe("Consoles", () => {
    let made: Made[];
    let places: Record<string, unknown>;
    const task = (mode: string) =>
        inputsOf(made, "aws:ecs/taskDefinition:TaskDefinition", `consoles-${mode}`);
    const container = (mode: string) =>
        (JSON.parse(String(task(mode).containerDefinitions)) as Defined[])[0]!;
    const rights = (mode: string) => {
        const policy = String(inputsOf(made, "aws:iam/rolePolicy:RolePolicy", `consoles-${mode}-run`).policy);
        return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
    };

    before(async () => {
        made = await recorded(() => {
            const pushed = new pulumi.ComponentResource("test:index:Image", "image");
            const consoles = new Consoles("consoles", {
                ...account,
                prefix: "shop-live",
                network: { vpcId: "vpc-1", privateSubnetIds: ["subnet-1", "subnet-2"] },
                cluster: new Cluster("cluster", { ...account, ...shells }),
                database: { place: { dbName: "app" }, operatorSecurityGroupId: "sg-operator" },
                image: { uri, cpuArchitecture: "ARM64", pushed, toPull: [] },
                logs: { console: { name: "/shop-live/console" } },
            });
            pulumi.output(consoles.places).apply((all) => (places = all));
        });
    });

    it("are started by nobody but a person: no service, no schedule, and nothing that lets anybody in", () => {
        const types = made.map(({ type }) => type);
        assert.ok(!types.some((type) => /service|schedule|ingress|event/i.test(type)), types.join());
        const out = inputsOf(made, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        assert.deepEqual([out.fromPort, out.toPort], [443, 443]);
        assert.equal(places.subnetIds, "subnet-1,subnet-2");
        assert.equal(places.securityGroupIds, "consoles-id,sg-operator");
        assert.equal(places.write, "arn:consoles-write");
    });

    it("sign in as one user each, that functions/roles makes, so that rights to read are no rights to write", () => {
        for (const [mode, user] of Object.entries({ read: "reporter_iam", write: "migrator_iam" })) {
            const connect = rights(mode).filter(({ Action }) => Action === "rds-db:connect");
            assert.deepEqual(
                connect.map(({ Resource }) => Resource),
                [here("rds-db", `dbuser:*/${user}`)],
            );
            assert.ok(IAM_USERS.includes(user), user);
            assert.equal(container(mode).name, `console-${mode}`);
            assert.equal(task(mode).family, `shop-live-console-${mode}`);
        }
    });

    it("may do nothing else but what ECS Exec needs, with this environment's key and log group alone", () => {
        const [, channels, groups, streams, key, ...more] = rights("write");
        assert.deepEqual(more, []);
        assert.deepEqual(channels!.Action, [
            ...["ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel"],
            ...["ssmmessages:CreateDataChannel", "ssmmessages:OpenDataChannel"],
        ]);
        assert.deepEqual(groups!.Action, ["logs:DescribeLogGroups"]);
        assert.equal(streams!.Resource, here("logs", "log-group:/shop-live/exec:*"));
        assert.deepEqual(key!.Action, ["kms:Decrypt"]);
        const alias = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/shop-live-logs" } };
        assert.deepEqual(key!.Condition, alias);
    });

    it("run as nobody on a file system that only ECS Exec's own agent can write to, and memory", () => {
        const one = container("read");
        assert.deepEqual([one.user, one.readonlyRootFilesystem], ["65532:65532", true]);
        assert.deepEqual(one.linuxParameters.capabilities, { drop: ["ALL"] });
        assert.deepEqual(
            one.mountPoints.map(({ containerPath }) => containerPath),
            ["/managed-agents", "/var/lib/amazon", "/var/log/amazon"],
        );
        const volumes = (task("read").volumes as { name: string }[]).map(({ name }) => name);
        assert.deepEqual(
            one.mountPoints.map(({ sourceVolume }) => sourceVolume),
            volumes,
        );
        // A line that is lost is a statement that nobody can ask about.
        assert.equal(one.logConfiguration.options.mode, "blocking");
        // 10 s for the session to end, 15 for its recording.
        assert.ok(one.stopTimeout > 10 + 15);
    });

    it("are told all that they need, with what the script adds", () => {
        for (const mode of ["read", "write"]) {
            const defined = container(mode).environment;
            const environment = Object.fromEntries(defined.map(({ name, value }) => [name, value]));
            const added = {
                DATABASE_HOST: "db",
                DATABASE_PORT: "5432",
                GENERATION: "a",
                WHO: "x",
                MINUTES: "30",
            };
            // Fargate and the image set these.
            const given = { AWS_REGION: "eu-central-1", RDS_CA_FILE: "/etc/ssl/rds.pem" };
            const settings = settingsFrom({ ...environment, ...added, ...given, REASON: "ticket 1234" });
            assert.equal(settings.mode, mode);
            assert.equal(settings.patienceSeconds, 180);
        }
    });
});
