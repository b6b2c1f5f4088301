import assert from "node:assert/strict";

import { makeCloud } from "../../../rehearsal/cloud/cloud.ts";
import { scanPackages } from "../../../rehearsal/cloud/packages.ts";
import { schemaOf } from "../../../rehearsal/cloud/schema.ts";
import { ROWS } from "../../../rehearsal/cloud/shapes/rows.ts";
import { secret, UNKNOWN, type Properties } from "../../../rehearsal/values.ts";

const packages = new Map([...scanPackages(process.cwd())].map(([name, one]) => [name, one.folder]));
const cloud = makeCloud(packages, { region: "eu-west-1", defaultTags: { team: "web" } });
const urnOf = (type: string, name = "web") => `urn:pulumi:production::app::${type}::${name}`;

function named(type: string, inputs: Properties = {}, name = "web", old?: Properties) {
    return cloud.check(type, urnOf(type, name), inputs, old);
}

function deployed(type: string, inputs: Properties = {}): { id: string; state: Properties } {
    return cloud.create(type, urnOf(type), named(type, inputs).inputs, false);
}

describe("the simulated cloud", () => {
    it("names what is missing and what is of the wrong kind", () => {
        assert.deepEqual(named("aws:rds/instance:Instance").failures, [
            { property: "instanceClass", reason: 'missing required property "instanceClass"' },
        ]);
        const wrong = named("aws:ec2/vpc:Vpc", {
            cidrBlock: ["10.0.0.0/16"],
            tags: "none",
            enableDnsSupport: UNKNOWN,
        });
        assert.deepEqual(
            wrong.failures.map((one) => `${one.property}: ${one.reason}`),
            ["cidrBlock: expected a string, got a list of 1", 'tags: expected an object, got "none"'],
        );
    });

    it("fills in what the AWS provider fills in", () => {
        assert.equal(named("aws:ec2/securityGroup:SecurityGroup").inputs.description, "Managed by Pulumi");
        assert.equal(
            named("aws:ec2/securityGroup:SecurityGroup", { description: "db" }).inputs.description,
            "db",
        );
    });

    it("leaves unknown at plan what only AWS can tell, and nothing else", () => {
        const type = "aws:rds/instance:Instance";
        const { id, state } = cloud.create(
            type,
            urnOf(type),
            { instanceClass: "db.t4g.small", tags: { a: "b" } },
            true,
        );
        assert.equal(id, "");
        assert.deepEqual([state.arn, state.port, state.endpoint], [UNKNOWN, UNKNOWN, UNKNOWN]);
        assert.deepEqual(
            [state.instanceClass, state.region, "domainOu" in state],
            ["db.t4g.small", "eu-west-1", false],
        );
        assert.deepEqual(state.tagsAll, { team: "web", a: "b" });
    });

    it("gives a database AWS's own shapes", () => {
        const { id, state } = deployed("aws:rds/instance:Instance", {
            instanceClass: "db.t4g.small",
            engine: "postgres",
        });
        assert.match(id, /^db-[A-Z0-9]{26}$/);
        assert.equal(state.arn, `arn:aws:rds:eu-west-1:123456789012:db:${String(state.identifier)}`);
        assert.match(
            String(state.endpoint),
            /^web[0-9a-f]{7}\.[a-z0-9]{12}\.eu-west-1\.rds\.amazonaws\.com:5432$/,
        );
        assert.equal(state.port, 5432);
    });

    it("gives ids in AWS's shapes, in the resource's own region", () => {
        assert.match(deployed("aws:ec2/vpc:Vpc").id, /^vpc-0[0-9a-f]{16}$/);
        assert.match(
            deployed("aws:kms/key:Key").id,
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        assert.match(
            deployed("aws:sns/topic:Topic", { region: "us-west-2" }).id,
            /^arn:aws:sns:us-west-2:123456789012:web-/,
        );
        const balancer = deployed("aws:lb/loadBalancer:LoadBalancer").state;
        assert.ok(String(balancer.arn).endsWith(`loadbalancer/${String(balancer.arnSuffix)}`));
        const listener = deployed("aws:lb/listener:Listener", {
            loadBalancerArn: balancer.arn as string,
            defaultActions: [],
        });
        assert.match(listener.id, /:listener\/app\/web-[0-9a-f]{7}\/[0-9a-f]{16}\/[0-9a-f]{16}$/);
    });

    it("gives the same URN the same resource, and another URN another", () => {
        const type = "aws:ec2/vpc:Vpc";
        assert.deepEqual(deployed(type), deployed(type));
        assert.notEqual(
            cloud.create(type, urnOf(type, "a"), {}, false).id,
            cloud.create(type, urnOf(type, "b"), {}, false).id,
        );
    });

    it("gives a changed task definition another revision", () => {
        const arn = (cpu: string) =>
            deployed("aws:ecs/taskDefinition:TaskDefinition", { family: "web", cpu }).state.arn;
        assert.match(String(arn("256")), /task-definition\/web:\d+$/);
        assert.notEqual(arn("256"), arn("512"));
    });

    it("makes a password of the asked length and characters", () => {
        const type = "random:index/randomPassword:RandomPassword";
        const result = String(deployed(type, { length: 40, special: false, minUpper: 3 }).state.result);
        assert.match(result, /^[A-Za-z0-9]{40}$/);
        assert.match(result, /[A-Z].*[A-Z].*[A-Z]/);
    });

    it("keeps what it told when a resource changes in place", () => {
        const type = "aws:rds/instance:Instance";
        const { id, state } = deployed(type, { instanceClass: "db.t4g.small", engine: "postgres" });
        const inputs = {
            ...named(type, { instanceClass: "db.t4g.large", engine: "postgres" }, "web").inputs,
        };
        const after = cloud.update(type, urnOf(type), id, state, inputs, false);
        assert.deepEqual([after.arn, after.endpoint, after.resourceId], [state.arn, state.endpoint, id]);
        assert.equal(after.instanceClass, "db.t4g.large");
    });

    it("replaces for what AWS can't change in place, and only for that", () => {
        const old = { instanceClass: "db.t4g.small", username: "app", tags: { a: "1" } };
        const diff = cloud.diff("aws:rds/instance:Instance", old, {
            instanceClass: "db.t4g.large",
            username: "root",
            tags: { a: "1" },
        });
        assert.deepEqual(diff, { changed: ["instanceClass", "username"], replaces: ["username"] });
        assert.deepEqual(cloud.diff("aws:iam/role:Role", { name: "a" }, { name: "b" }).replaces, ["name"]);
        assert.deepEqual(
            cloud.diff("aws:ec2/vpc:Vpc", { tags: { a: "1" } }, { tags: { a: "1" } }).changed,
            [],
        );
    });

    it("keeps a dynamic resource's inputs, and nothing else", () => {
        const type = "pulumi-nodejs:dynamic:Resource";
        const { id, state } = deployed(type, { __provider: "exports.handler", size: 3 });
        assert.match(id, /^[0-9a-f-]{36}$/);
        assert.deepEqual(state, { __provider: "exports.handler", size: 3 });
    });

    it("has in its tables only types and properties that the SDK has", () => {
        const unknown: string[] = [];
        for (const [key, row] of Object.entries(ROWS)) {
            const [source, module] = key.includes(":") ? (key.split(":") as [string, string]) : ["aws", key];
            const name = module.split("/").pop() as string;
            const path = source === "aws" ? module : `index/${module}`;
            const schema = schemaOf(
                `${source}:${path}:${name.charAt(0).toUpperCase()}${name.slice(1)}`,
                packages,
            );
            if (!schema) unknown.push(key);
            for (const property of Object.keys(row)) {
                if (schema && property !== "id" && !schema.properties.has(property))
                    unknown.push(`${key} ${property}`);
            }
        }
        assert.deepEqual(unknown, []);
    });

    it("gives ids that also fit an input that is a number, where a cloud's ids may be numbers", () => {
        assert.match(
            deployed("datadog:index/dashboardList:DashboardList", { name: "web" }).id,
            /^[1-9]\d{7}$/,
        );
        assert.equal(deployed("aws:made/up:Up", { name: "web" }).id, "web");
    });

    it("keeps secret what the provider of a resource keeps secret by itself", () => {
        const registry = { address: "example.com", username: "AWS", password: "pass" };
        const { inputs } = named("docker-build:index:Image", { push: true, registries: [registry] });
        assert.deepEqual(inputs.registries, [{ ...registry, password: secret("pass") }]);
    });
});
