import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { expansionOf } from "../../../rehearsal/awsx/expand.ts";
import type { Properties, Value } from "../../../rehearsal/values.ts";
import { recorder } from "./cloud.ts";
import type { Recorder } from "./cloud.ts";
import { asRecorded, differences } from "./compare.ts";
import type { Recorded, RecordedChild } from "./compare.ts";

interface FromProgram {
    component: string;
    name: string;
    program: string;
    outputs: Properties;
    children: RecordedChild[];
}

interface FromPlugin extends Recorded {
    type: string;
    name: string;
    preview: boolean;
    inputs: Properties;
    refused?: string;
}

function recording<T>(file: string): T[] {
    const path = new URL(`recordings/${file}`, import.meta.url);
    return (JSON.parse(readFileSync(path, "utf8")) as { components: T[] }).components;
}

/** Runs the recorded line with constructors that only remember their arguments. */
function argumentsOf(program: string): Properties {
    let seen: Properties = {};
    class Component {
        constructor(_name: string, args: Properties) {
            seen = args;
        }
    }
    const awsx = { ec2: { Vpc: Component }, ecr: { Repository: Component, Image: Component } };
    const specs = [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }];
    const repo = { url: "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo" };
    new Function("awsx", "specs", "repo", program)(awsx, specs, repo);
    return seen;
}

const NAMED_BY_PULUMI = ["aws:ecr/repository:Repository", "aws:ec2/securityGroup:SecurityGroup"];

/** The cloud of the first recording: it names what Pulumi names, and spells ids "${type name id}". */
function firstCloud(type: string, name: string): Recorder {
    const base = recorder(type, name);
    return {
        ...base,
        register: async (child) => {
            const inputs = { ...child.inputs };
            if (NAMED_BY_PULUMI.includes(child.type)) inputs.name ??= `${child.name}-autoname`;
            const { urn } = await base.register(child);
            base.children[base.children.length - 1] = { ...child, inputs };
            const outputs = { ...inputs, allocationId: `${child.name}-allocationId` };
            return { urn, id: `\${${child.type} ${child.name} id}`, outputs };
        },
    };
}

/** What the recording's simulated provider and stack made up, taken out of both sides. */
function settled<T>(value: T): T {
    return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
        typeof part === "string"
            ? part
                  .replace(/^@/, "")
                  .replace(/(-allocationId)-[0-9a-f]{8}$/, "$1")
                  .replace(/-[0-9a-f]{7}$/, "-autoname")
                  .replace(/\b[0-9a-f]{8}-container/, "stackhash-container")
            : part,
    ) as T;
}

async function expanded(
    type: string,
    name: string,
    inputs: Properties,
    cloud: Recorder,
): Promise<Required<Recorded>> {
    const expand = expansionOf(type);
    assert.ok(expand, `${type} can be expanded`);
    const expansion = await expand(name, inputs, cloud);
    return asRecorded(cloud.children, expansion, cloud.warnings.length);
}

describe("the children of awsx components", () => {
    for (const { component, name, program, children, outputs } of recording<FromProgram>("children.json")) {
        it(`are those of the real engine for ${component} ${name}`, async () => {
            const seen = await expanded(component, name, argumentsOf(program), firstCloud(component, name));
            assert.deepEqual(differences(settled({ children }), settled(seen)), []);
            if (component === "awsx:ecr:Image") assert.deepEqual(settled(seen.outputs), settled(outputs));
        });
    }

    for (const { type, name, preview, inputs, refused, ...wanted } of recording<FromPlugin>("plugin.json")) {
        const when = preview ? "at preview" : "at deployment";
        if (refused === undefined) {
            it(`are those of the real plugin for ${type} ${name} ${when}`, async () => {
                const seen = await expanded(type, name, inputs, recorder(type, name, preview));
                assert.deepEqual(differences(wanted, seen), []);
            });
        } else {
            it(`are refused, as by the real plugin, for ${type} ${name}`, async () => {
                const cloud = recorder(type, name, preview);
                await assert.rejects(expanded(type, name, inputs, cloud), {
                    message: new RegExp(`^${type} ${name}: `),
                });
                assert.equal(cloud.children.length, 0);
            });
        }
    }
});

describe("the comparison with the recordings", () => {
    const planted: Record<string, (child: RecordedChild) => void> = {
        "a name": (child) => void (child.name += "x"),
        "a type": (child) => void (child.type += "x"),
        "a parent": (child) => void (child.parent += "x"),
        "an input": (child) => void ((child.inputs as Properties).vpcId = "another" as Value),
        "a dependency": (child) => void child.dependencies.pop(),
        "a link": (child) => void (child.links = { ...child.links, vpcId: [] }),
        "a version": (child) => void (child.version = "7.48.0"),
        "an alias": (child) => void (child.aliases = [{ type: "another" }]),
    };
    for (const [what, plant] of Object.entries(planted)) {
        it(`finds a planted difference in ${what}`, async () => {
            const shape = recording<FromPlugin>("plugin.json").find(({ name }) => name === "auto-default");
            assert.ok(shape);
            const seen = await expanded(
                shape.type,
                shape.name,
                shape.inputs,
                recorder(shape.type, shape.name),
            );
            const subnet = shape.children.find(({ type }) => type === "aws:ec2/subnet:Subnet");
            assert.ok(subnet);
            assert.deepEqual(differences({ children: shape.children }, seen), []);
            plant(subnet);
            assert.notDeepEqual(differences({ children: shape.children }, seen), []);
        });
    }

    it("finds a child too few and a child too many", async () => {
        const shape = recording<FromPlugin>("plugin.json").find(({ name }) => name === "skipped");
        assert.ok(shape);
        const seen = await expanded(shape.type, shape.name, shape.inputs, recorder(shape.type, shape.name));
        const [only] = shape.children;
        assert.ok(only);
        assert.equal(differences({ children: [] }, seen).length, 1);
        assert.equal(differences({ children: [only, { ...only, name: "second" }] }, seen).length, 1);
    });
});
