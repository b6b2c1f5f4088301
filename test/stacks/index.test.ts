import assert from "node:assert/strict";
import type { Resource } from "../../rehearsal/engine/resource.ts";
import { hasUnknown } from "../../rehearsal/values.ts";
import { deployedAgain, rehearsed } from "../support/rehearsed.ts";

function find(resources: Resource[], type: string, name: string): Resource {
    const [found, ...others] = resources.filter((one) => one.type === type && one.name === name);
    assert.ok(found && others.length === 0, `${type} ${name}`);
    return found;
}

describe("the program", function () {
    // Each rehearsal is a process of its own, on a machine that may be busy.
    this.timeout(300_000);

    it("makes nothing from bad settings, and says all that is wrong with them", async () => {
        const bad = {
            "airworthy:tier": "huge",
            "airworthy:database": { backupDays: 3 },
            "airworthy:teir": "mvp",
        };
        await assert.rejects(rehearsed("staging", "plan", bad), (error: Error) => {
            assert.match(error.message, /Pulumi\.staging\.yaml: database\.backupDays is 3; use 7 to 35\./);
            assert.match(error.message, /tier is huge; use mvp, growth or scale\./);
            assert.match(error.message, /teir is mvp, but there is no such setting/);
            return true;
        });
    });

    it("makes another way from the CDN where one would have to change: CloudFront changes none in use", async () => {
        const { resources } = await rehearsed("production");
        const way = find(resources, "aws:cloudfront/vpcOrigin:VpcOrigin", "cdn");
        assert.deepEqual(way.replaceOnChanges, ["vpcOriginEndpointConfig"]);
        // And the listener behind it is the same one before and after: ECS knows its rules by their ARNs.
        find(resources, "aws:lb/listener:Listener", "web-listener");
    });

    it("makes every AWS resource with its own provider, so that each one wears the tags", async () => {
        const { resources } = await rehearsed("production");
        const aws = resources.filter(({ type }) => type.startsWith("aws:"));
        const strays = aws.filter(({ provider }) => !provider?.includes("::aws::"));
        assert.ok(aws.length > 0);
        assert.deepEqual(
            strays.map(({ urn }) => urn),
            [],
        );
    });

    it("tells before a deployment what its containers will be and what each role may do", async () => {
        const { resources } = await rehearsed("production");
        const judged: Record<string, string> = {
            "aws:ecs/taskDefinition:TaskDefinition": "containerDefinitions",
            "aws:iam/rolePolicy:RolePolicy": "policy",
            "aws:iam/role:Role": "assumeRolePolicy",
        };
        const found = resources.filter((one) => one.type in judged);
        for (const { type, name, inputs } of found) {
            assert.ok(!hasUnknown(inputs[judged[type]!]), `${type} ${name}`);
        }
        assert.equal(new Set(found.map(({ type }) => type)).size, Object.keys(judged).length);
    });

    it("describes no task before the application's login is there and its secret has a value", async () => {
        const { resources } = await rehearsed("production");
        const task = find(resources, "aws:ecs/taskDefinition:TaskDefinition", "app");
        const aligned = find(resources, "aws:lambda/invocation:Invocation", "roles");
        assert.ok(task.dependencies.includes(aligned.urn), task.dependencies.join("\n"));
    });

    it("gives the application a login of its own, and no container anything of the master's", async () => {
        const { resources } = await rehearsed("production");
        const task = find(resources, "aws:ecs/taskDefinition:TaskDefinition", "app");
        const [app] = JSON.parse(String(task.inputs.containerDefinitions)) as {
            secrets: { valueFrom: string }[];
        }[];
        const names = app!.secrets.map(
            ({ valueFrom }) => valueFrom.split(/:\d{12}:/)[1]!.split(/:\w+::$/)[0],
        );
        assert.deepEqual(
            [...new Set(names)],
            [
                ...["secret:airworthy-production/application", "secret:airworthy-production/cache"],
                "parameter/airworthy-production/issued/SENTRY_DSN",
                "parameter/airworthy-production/real-users/monitor",
            ],
        );
    });

    it("tells the application and its workers where errors go in no plain text, and of which version they are", async () => {
        for (const stack of ["staging", "production"]) {
            const { resources } = await rehearsed(stack);
            for (const name of ["app", "worker"]) {
                const { inputs } = find(resources, "aws:ecs/taskDefinition:TaskDefinition", name);
                const [own] = JSON.parse(String(inputs.containerDefinitions)) as {
                    image: string;
                    environment: { name: string; value: string }[];
                }[];
                const told = Object.fromEntries(own!.environment.map((one) => [one.name, one.value]));
                assert.equal(told.SENTRY_ENVIRONMENT, `airworthy-${stack}`);
                assert.match(told.SENTRY_RELEASE!, /^(sha256:[0-9a-f]{64}|[0-9a-f]{16})$/);
                assert.ok(own!.image.endsWith(told.SENTRY_RELEASE!));
                assert.doesNotMatch(String(inputs.containerDefinitions), /ingest\.sentry/);
            }
        }
    });

    const imageOf = (resources: Resource[], name = "app") => {
        const task = find(resources, "aws:ecs/taskDefinition:TaskDefinition", name);
        const [app] = JSON.parse(String(task.inputs.containerDefinitions)) as { image: string }[];
        return app!.image;
    };

    it("runs the example in the environment that has the repository, and elsewhere what was named, from there", async () => {
        const [staging, production] = [await rehearsed("staging"), await rehearsed("production")];
        const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/airworthy-staging/app";
        assert.match(imageOf(staging.resources), new RegExp(`^${repository}:[0-9a-f]{16}$`));
        assert.ok(find(staging.resources, "aws:ecr/repository:Repository", "app").protect);
        assert.equal(imageOf(production.resources), `${repository}@sha256:${"0".repeat(64)}`);
        const type = "aws:ecr/repository:Repository";
        assert.ok(!production.resources.some((one) => one.type === type && one.name === "app"));
        const { policy } = find(production.resources, "aws:iam/rolePolicy:RolePolicy", "app-start").inputs;
        assert.match(
            String(policy),
            /"arn:aws:ecr:us-east-1:123456789012:repository\/airworthy-staging\/app"/,
        );
    });

    it("deletes no image that it has pushed: a rollback may go to it", async () => {
        const { resources } = await rehearsed("production", "deploy");
        const images = resources.filter(({ type }) => type === "docker-build:index:Image");
        assert.ok(images.length > 0);
        assert.ok(images.every(({ retainOnDelete }) => retainOnDelete));
    });

    it("gives workers a version after the service has it, so that none that was taken back reaches them", async () => {
        const { resources } = await rehearsed("production");
        const service = find(resources, "aws:ecs/service:Service", "app");
        const worker = find(resources, "airworthy:compute:Worker", "worker");
        assert.ok(worker.dependencies.includes(service.urn), worker.dependencies.join("\n"));
        assert.equal(imageOf(resources, "worker"), imageOf(resources));
    });

    it("changes nothing when it is deployed again", async () => {
        const { faults, resources, deletes } = await deployedAgain("production");
        assert.deepEqual([faults, deletes], [[], []]);
        const changed = resources.filter(({ operation }) => !["same", "read"].includes(operation));
        assert.deepEqual(
            changed.map(({ urn, operation }) => `${operation} ${urn}`),
            [],
        );
        assert.ok(resources.length > 300);
    });

    it("deploys the same code of a function each time", async () => {
        const [one, other] = [await rehearsed("production"), await rehearsed("staging")];
        const code = ({ resources }: typeof one) =>
            find(resources, "aws:lambda/function:Function", "roles").inputs.code;
        assert.ok(code(one));
        assert.deepEqual(code(one), code(other));
    });
});
