import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { docs } from "../../stacks/docs.ts";
import { schema } from "../../stacks/schema.ts";
import { examplesLeft, readSettings } from "../../stacks/settings.ts";

const root = new URL("../../", import.meta.url);
const block = /(?<=^# <settings>.*\n)[^]*(?=^# <\/settings>)/m;
type StackFile = { config: Record<string, unknown> };

function open(stack: string): StackFile {
    return parse(readFileSync(new URL(`Pulumi.${stack}.yaml`, root), "utf8")) as StackFile;
}

/** What the engine hands to a program: text as it is, everything else as JSON. */
function asText({ config }: StackFile): Record<string, string> {
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, text(value)]));
}

function describeSettings(shape: z.core.$ZodShape, indent = "#   "): string {
    return Object.entries(shape)
        .map(([name, field]) => {
            const doc = docs.get(field);
            assert.ok(doc, `${name} is not documented`);
            const line = `${indent}${indent === "#   " && name === "region" ? "aws:region" : name}: ${doc.says}`;
            const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
            const named = inner instanceof z.ZodRecord && { "<name>": inner.valueType as z.ZodType };
            const shape = named || (inner instanceof z.ZodObject ? inner.shape : undefined);
            return shape
                ? `${line}\n${describeSettings(shape as z.core.$ZodShape, `${indent}  `)}`
                : `${line}\n${indent}    Use ${doc.use}.\n`;
        })
        .join("");
}

function keysOf(value: unknown, path = ""): string[] {
    if (typeof value !== "object" || value === null) return [path];
    return Object.entries(value).flatMap(([key, member]) => keysOf(member, `${path}/${key}`));
}

describe("Pulumi.yaml", () => {
    it("documents every setting in the words of the schema that checks it", () => {
        const file = new URL("Pulumi.yaml", root);
        const wanted = describeSettings(schema.shape);
        if (process.env.UPDATE)
            writeFileSync(
                file,
                readFileSync(file, "utf8").replace(block, () => wanted),
            );
        assert.equal(readFileSync(file, "utf8").match(block)?.[0], wanted);
    });
});

describe("the stack files", () => {
    for (const stack of ["staging", "production"]) {
        it(`${stack} is accepted as it ships`, () => {
            assert.equal(readSettings(stack, asText(open(stack))).alertEmail, "you@example.com");
        });

        it(`${stack} ships nothing but examples for what only its owner knows`, () => {
            const left = examplesLeft(readSettings(stack, asText(open(stack))));
            assert.deepEqual(
                left.map((line) => line.split(" ")[0]),
                // The first environment has the repository, and builds the example into it.
                [
                    "alertEmail",
                    "domain.name",
                    "domain.zoneId",
                    "sentryDsn",
                    ...(stack === "staging" ? [] : ["service.image"]),
                ],
            );
        });
    }

    it("list the same keys in the same order, the schema's, so that their diff is the difference", () => {
        const order = (stack: string) => keysOf(open(stack).config);
        assert.deepEqual(order("staging"), order("production"));
        const names = Object.keys(open("staging").config).map((key) => key.replace(/^(aws|airworthy):/, ""));
        assert.deepEqual(names, Object.keys(schema.shape));
    });
});
