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
});
