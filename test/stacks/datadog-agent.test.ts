import assert from "node:assert/strict";
import { settingsOf } from "../../bench/other-settings.ts";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import { estimate } from "../../scripts/lib/cost/estimate.ts";
import { Graph } from "../../scripts/lib/cost/graph.ts";
import { pricesIn } from "../../scripts/lib/cost/price.ts";
import { usageIn } from "../../scripts/lib/cost/usage.ts";
import { rehearsed } from "../support/rehearsed.ts";
import { agentImage, withDatadog } from "../support/with-datadog.ts";

interface Container {
    name: string;
    image: string;
    environment: { name: string; value: string }[];
    secrets?: { name: string; valueFrom: string }[];
    dockerLabels?: Record<string, string>;
}

/** The containers of each definition of a task, by its name. */
function tasksIn(resources: readonly Resource[]) {
    const tasks = resources.filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
    return new Map(
        tasks.map(({ name, inputs }) => [
            name,
            {
                containers: JSON.parse(String(inputs.containerDefinitions)) as Container[],
                memory: Number(inputs.memory),
            },
        ]),
    );
}

describe("Datadog's agent", function () {
    // Each rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);
    let made: readonly Resource[];

    before(async () => {
        const { resources, faults } = await rehearsed("production", "deploy", withDatadog("production"));
        assert.deepEqual(faults, []);
        made = resources;
    });

    it("has an agent beside the application and its workers, and beside nothing else", () => {
        const tasks = tasksIn(made);
        const beside = [...tasks].filter(([, { containers }]) =>
            containers.some(({ name }) => name === "datadog-agent"),
        );
        assert.deepEqual(beside.map(([name]) => name).sort(), ["app", "worker"]);
        for (const [task, service] of [
            ["app", "airworthy-production"],
            ["worker", "airworthy-production-worker"],
        ] as const) {
            const [own, , agent] = tasks.get(task)!.containers as [Container, Container, Container];
            const key = "arn:aws:ssm:us-east-1:123456789012:parameter/airworthy-production/issued/DD_API_KEY";
            assert.deepEqual(agent.secrets, [{ name: "DD_API_KEY", valueFrom: key }]);
            assert.equal(agent.image, agentImage);
            assert.doesNotMatch(JSON.stringify([...tasks]), /example-key-that-nobody/);
            assert.equal(
                own.secrets!.some(({ name }) => name === "DD_API_KEY"),
                false,
            );
            assert.equal(own.dockerLabels!["com.datadoghq.tags.service"], service);
            const version = own.dockerLabels!["com.datadoghq.tags.version"]!;
            assert.ok(version.length > 10 && own.image.endsWith(version));
        }
    });

    it("gives a task the next size that Fargate has where an agent is in it, and none other", async () => {
        const without = tasksIn((await rehearsed("production", "deploy")).resources);
        const larger = [...tasksIn(made)].flatMap(([name, { memory }]) => {
            const before = without.get(name)!.memory;
            return memory === before ? [] : [[name, memory - before]];
        });
        assert.deepEqual(larger, [
            ["app", 1024],
            ["worker", 512],
        ]);
    });

    it("costs what nobody quotes, named for each service", () => {
        const usage = usageIn("production", JSON.stringify(settingsOf("production")["airworthy:usage"]));
        const { lines } = estimate(new Graph(made), usage, pricesIn());
        const agents = lines.filter(({ what }) => what.endsWith("tasks with Datadog's agent"));
        assert.deepEqual(
            agents.map(({ what, usd, unknown }) => [what, usd, Boolean(unknown)]),
            [
                ["2 tasks with Datadog's agent", undefined, true],
                ["2 tasks with Datadog's agent", undefined, true],
            ],
        );
    });
});
