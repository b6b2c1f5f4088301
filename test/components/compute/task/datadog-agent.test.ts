import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Task, type TaskArgs } from "../../../../components/compute/task.ts";
import { inputsOf, recorded } from "../../recorded.ts";

const args: TaskArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", family: "app", logGroupName: "/app" },
    image: `ghcr.io/acme/app@sha256:${"ab".repeat(32)}`,
    ...{ cpuArchitecture: "ARM64", cpu: 512, memory: 1024, port: 8080 },
    ...{ environment: { MODE: "test" }, secrets: {}, rights: [] },
};
const resource = (name: string) => new pulumi.ComponentResource(`test:index:${name}`, name);

/** Both sidecars; made within a program. */
const both = () => ({
    traced: {
        image: {
            uri: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-live/collector:0123abcd",
            ...{ cpuArchitecture: "ARM64" as const, pushed: resource("Pushed"), toPull: [] },
        },
        ...{ samplePercent: 5, healthPath: "/healthz" },
    },
    observed: {
        image: `public.ecr.aws/datadog/agent@sha256:${"da".repeat(32)}`,
        site: "datadoghq.eu",
        tags: { env: "shop-live", service: "shop-live-worker", version: "sha256:ab" },
        apiKey: {
            ...{ arn: "arn:aws:ssm:key", value: resource("Key") },
            toRead: [
                { Effect: "Allow" as const, Action: ["ssm:GetParameters"], Resource: "arn:aws:ssm:key" },
            ],
        },
    },
});

interface Container {
    name: string;
    essential: boolean;
    cpu: number;
    memory?: number;
    user: string;
    readonlyRootFilesystem: boolean;
    dependsOn?: object[];
    environment: { name: string; value: string }[];
    command?: string[];
    healthCheck?: { command: string[] };
    secrets?: { name: string; valueFrom: string }[];
    dockerLabels?: Record<string, string>;
}

describe("Datadog's agent beside the container of a task", () => {
    const made = (own: Partial<TaskArgs> = {}) =>
        recorded(() => new Task("app", { ...args, ...both(), ...own }));
    const all = async (own?: Partial<TaskArgs>) => {
        const task = inputsOf(await made(own), "aws:ecs/taskDefinition:TaskDefinition");
        return JSON.parse(String(task.containerDefinitions)) as [Container, Container, Container];
    };
    const toldOf = ({ environment }: Container) =>
        Object.fromEntries(environment.map(({ name, value }) => [name, value]));

    it("goes on when that ends, and is stopped before it, as beside the collector", async () => {
        const [app, collector, agent, ...others] = await all();
        assert.deepEqual([collector.name, agent.name, others], ["collector", "datadog-agent", []]);
        assert.equal(agent.essential, false);
        assert.deepEqual(app.dependsOn, [
            { containerName: "collector", condition: "START" },
            { containerName: "datadog-agent", condition: "START" },
        ]);
        assert.deepEqual([app.cpu, collector.cpu, agent.cpu], [448, 32, 32]);
        assert.deepEqual([app.memory, collector.memory, agent.memory], [undefined, 192, 256]);
    });

    it("lets it be nobody who writes to memory alone, and hears the task alone", async () => {
        const [, , agent] = await all();
        assert.deepEqual([agent.user, agent.readonlyRootFilesystem], ["100:0", true]);
        const told = toldOf(agent);
        const paths = Object.values(told).filter((one) => one.startsWith("/"));
        assert.equal(paths.length, 2);
        for (const one of paths) assert.match(one, /^\/tmp\//);
        for (const name of ["DD_APM_ENABLED", "DD_APM_NON_LOCAL_TRAFFIC", "DD_DOGSTATSD_NON_LOCAL_TRAFFIC"])
            assert.equal(told[name], "false");
        assert.equal("portMappings" in agent, false);
        assert.match(agent.command!.at(-1)!, /&& exec agent run --cfgpath \/tmp\/agent$/);
        assert.match(agent.healthCheck!.command.join(" "), /^CMD-SHELL agent health --cfgpath /);
    });

    it("gives the key to it alone, by ARN, and ECS the rights to read that one", async () => {
        const [app, collector, agent] = await all();
        assert.deepEqual(agent.secrets, [{ name: "DD_API_KEY", valueFrom: "arn:aws:ssm:key" }]);
        for (const one of [app, collector]) assert.doesNotMatch(JSON.stringify(one), /arn:aws:ssm:key/);
        const { policy } = inputsOf(await made(), "aws:iam/rolePolicy:RolePolicy", "app-start");
        assert.match(String(policy), /"ssm:GetParameters"\],"Resource":"arn:aws:ssm:key"/);
        const run = inputsOf(await made(), "aws:iam/rolePolicy:RolePolicy", "app-run");
        assert.doesNotMatch(String(run.policy), /ssm/);
    });

    it("says by what both are found: the environment, the service and the version", async () => {
        const [app, , agent] = await all();
        assert.deepEqual(app.dockerLabels, {
            "com.datadoghq.tags.env": "shop-live",
            "com.datadoghq.tags.service": "shop-live-worker",
            "com.datadoghq.tags.version": "sha256:ab",
        });
        const { DD_ENV, DD_SERVICE, DD_VERSION, MODE } = toldOf(app);
        assert.deepEqual(
            [DD_ENV, DD_SERVICE, DD_VERSION, MODE],
            ["shop-live", "shop-live-worker", "sha256:ab", "test"],
        );
        const { DD_ENV: env, DD_SITE: site, ECS_FARGATE: fargate } = toldOf(agent);
        assert.deepEqual([env, site, fargate], ["shop-live", "datadoghq.eu", "true"]);
    });

    it("is refused where both may take more than half of its memory: it says how much there has to be", async () => {
        assert.equal((await all({ memory: 896 })).length, 3);
        await assert.rejects(
            made({ memory: 895 }),
            /app: memory is 895 MiB, .* 448 \(collector 192 and datadog-agent 256\); use 896 or more, in a pair/,
        );
    });
});
