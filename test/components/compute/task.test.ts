import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Task, type TaskArgs } from "../../../components/compute/task.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args: TaskArgs = {
    accountId: "123456789012",
    region: "eu-central-1",
    family: "app",
    image: `ghcr.io/acme/app@sha256:${"ab".repeat(32)}`,
    cpuArchitecture: "ARM64",
    cpu: 512,
    memory: 1024,
    port: 8080,
    environment: { MODE: "test" },
    secrets: {},
    rights: [],
    logGroupName: "/app",
};
type Statement = { Action: string[]; Resource: string };
const open = {
    Effect: "Allow",
    Action: ["secretsmanager:GetSecretValue"],
    Resource: "arn:secret-??????",
} as const;

/** The arguments with two keys of one secret, whose value is there once `made` is. */
function withSecret(made: pulumi.Resource): TaskArgs {
    const from = { arn: "arn:secret", value: made, toRead: [{ ...open, Action: [...open.Action] }] };
    return { ...args, secrets: { PGHOST: { from, key: "host" }, PGPASSWORD: { from, key: "password" } } };
}

const traced = {
    image: {
        uri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-live/collector:0123abcd",
        cpuArchitecture: "ARM64" as const,
        toPull: [{ Effect: "Allow" as const, Action: ["ecr:BatchGetImage"], Resource: "arn:collector" }],
    },
    ...{ samplePercent: 5, healthPath: "/healthz" },
};

interface Container {
    name: string;
    image: string;
    essential: boolean;
    cpu?: number;
    memory?: number;
    user: string;
    stopTimeout: number;
    dependsOn?: object[];
    readonlyRootFilesystem: boolean;
    environment: { name: string; value: string }[];
    logConfiguration: { options: Record<string, string> };
}

const value = () => new pulumi.ComponentResource("test:index:Value", "value");

async function startRights(image: string): Promise<Statement[]> {
    const made = await recorded(() => new Task("app", { ...withSecret(value()), image }));
    return (
        JSON.parse(String(inputsOf(made, "aws:iam/rolePolicy:RolePolicy").policy)) as {
            Statement: Statement[];
        }
    ).Statement;
}

describe("Task", () => {
    it("runs as nobody, changes nothing on disk, and takes each secret by ARN and key", async () => {
        const made = await recorded(() => new Task("app", withSecret(value())));
        const text = String(inputsOf(made, "aws:ecs/taskDefinition:TaskDefinition").containerDefinitions);
        const [container] = JSON.parse(text) as [Record<string, unknown>];
        assert.equal(container.user, "10001:10001");
        assert.equal(container.readonlyRootFilesystem, true);
        assert.deepEqual(container.secrets, [
            { name: "PGHOST", valueFrom: "arn:secret:host::" },
            { name: "PGPASSWORD", valueFrom: "arn:secret:password::" },
        ]);
        assert.deepEqual(container.environment, [{ name: "MODE", value: "test" }]);
    });

    it("may open each of its secrets, once, and write to its own log group", async () => {
        const rights = await startRights(String(args.image));
        assert.deepEqual(rights, [
            {
                Effect: "Allow",
                Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/app:*",
            },
            open,
        ]);
    });

    it("gives the container itself the rights that it is told, and none where there are none", async () => {
        const rights = [{ Effect: "Allow" as const, Action: "sqs:SendMessage", Resource: "arn:jobs" }];
        const granted = await recorded(() => new Task("app", { ...args, rights }));
        const policy = inputsOf(granted, "aws:iam/rolePolicy:RolePolicy", "app-run");
        assert.equal(policy.role, "app-run-id");
        assert.deepEqual((JSON.parse(String(policy.policy)) as { Statement: unknown }).Statement, rights);
        const made = await recorded(() => new Task("app", args));
        const policies = made.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
        assert.deepEqual(
            policies.map(({ inputs }) => inputs.role),
            ["app-start-id"],
        );
    });

    it("may pull from its own repository of a private registry, and needs no rights for a public one", async () => {
        const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:${"ab".repeat(32)}`;
        const pull = (await startRights(image)).find(({ Action }) => Action.includes("ecr:BatchGetImage"));
        assert.equal(pull?.Resource, "arn:aws:ecr:eu-west-1:123456789012:repository/team/app");
        const example = image.replace(/@.+$/, ":0123456789abcdef");
        assert.deepEqual(await startRights(example), await startRights(image));
        const actions = (await startRights(String(args.image))).flatMap(({ Action }) => Action);
        assert.deepEqual(
            actions.filter((action) => action.startsWith("ecr:")),
            [],
        );
    });

    it("names no action and no resource by a wildcard alone, but for the one action that has no resource", async () => {
        const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:${"ab".repeat(32)}`;
        for (const { Action, Resource } of await startRights(image)) {
            assert.ok(Action.every((action) => !action.includes("*")));
            if (Resource === "*") assert.deepEqual(Action, ["ecr:GetAuthorizationToken"]);
        }
    });

    describe("with a collector of traces beside its container", () => {
        const made = () =>
            recorded(() => {
                const pushed = new pulumi.ComponentResource("test:index:Pushed", "pushed");
                new Task("app", { ...args, traced: { ...traced, image: { ...traced.image, pushed } } });
            });
        const both = async () => {
            const task = inputsOf(await made(), "aws:ecs/taskDefinition:TaskDefinition");
            return JSON.parse(String(task.containerDefinitions)) as [Container, Container];
        };

        it("goes on when that ends, begins after it, and so is stopped before it", async () => {
            const [app, collector, ...others] = await both();
            assert.deepEqual([app.name, collector.name, others], ["app", "collector", []]);
            assert.deepEqual([app.essential, collector.essential], [true, false]);
            assert.deepEqual(app.dependsOn, [{ containerName: "collector", condition: "START" }]);
            assert.equal(collector.dependsOn, undefined);
        });

        it("leaves it a small share of the CPU, and no memory over its limit", async () => {
            const [app, collector] = await both();
            assert.deepEqual([app.cpu, collector.cpu], [480, 32]);
            assert.ok(collector.memory! < args.memory / 2);
            assert.equal(app.memory, undefined);
        });

        it("lets it be nobody, too, and write to the same log under its own name", async () => {
            const [app, collector] = await both();
            assert.deepEqual([collector.user, collector.readonlyRootFilesystem], ["10002:10002", true]);
            const { options } = collector.logConfiguration;
            assert.deepEqual(
                [options["awslogs-group"], options["awslogs-stream-prefix"], options.mode],
                [app.logConfiguration.options["awslogs-group"], "collector", "non-blocking"],
            );
            const told = Object.fromEntries(collector.environment.map(({ name, value }) => [name, value]));
            assert.deepEqual(
                [told.SAMPLE_PERCENT, told.HEALTH_PATH, told.LOG_GROUP, told.AWS_REGION],
                ["5", "/healthz", "/app", "eu-central-1"],
            );
        });

        it("may send traces, and read nothing of X-Ray's; ECS may pull its image", async () => {
            const all = await made();
            const actionsOf = (role: string) => {
                const { policy } = inputsOf(all, "aws:iam/rolePolicy:RolePolicy", role);
                const { Statement } = JSON.parse(String(policy)) as {
                    Statement: { Action: string | string[] }[];
                };
                return Statement.flatMap(({ Action }) => Action);
            };
            assert.deepEqual(actionsOf("app-run"), ["xray:PutTraceSegments"]);
            assert.ok(actionsOf("app-start").includes("ecr:BatchGetImage"));
        });
    });
});
