import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { releasedImage } from "../../stacks/release.ts";

const image = (digit: string) => `registry.example/app@sha256:${digit.repeat(64)}`;
const [written, released, other] = ["0", "1", "2"].map(image) as [string, string, string];

/** The image that runs, where an account has these parameters. */
async function running(parameters: Record<string, string>, inFile = written): Promise<string> {
    await pulumi.runtime.setMocks({
        newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
        call: ({ token, inputs }) => {
            assert.equal(token, "aws:ssm/getParametersByPath:getParametersByPath");
            assert.equal((inputs as { path: string }).path, "/shop-production");
            return { names: Object.keys(parameters), values: Object.values(parameters) };
        },
    });
    const provider = new aws.Provider("aws", { region: "eu-central-1" });
    return releasedImage("shop-production", inFile, provider);
}

const record = (value: object) => ({
    "/shop-production/other": "x",
    "/shop-production/release": JSON.stringify(value),
});

describe("the image that runs", () => {
    it("is the stack file's before anything was released", async () => {
        assert.equal(await running({}), written);
    });

    it("is what was released last, so that the next `pulumi up` keeps what serves", async () => {
        assert.equal(await running(record({ image: released, over: written, why: "rollback" })), released);
    });

    it("is the stack file's again, once somebody has written another one there", async () => {
        assert.equal(await running(record({ image: released, over: other })), written);
    });

    it("is what was released over a file without an image, and the example before, and after it was brought back", async () => {
        assert.equal(await running({}, ""), "");
        assert.equal(await running(record({ image: released, over: "" }), ""), released);
        const example = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-staging/app:0123456789abcdef";
        assert.equal(await running(record({ image: example, over: "" }), ""), example);
    });

    for (const text of [
        "",
        "no JSON",
        "null",
        '{"image":"app:latest","over":"x"}',
        '{"over":1}',
        '{"image":"","over":""}',
    ]) {
        it(`is nothing where the record is ${text || "empty"}: it says what to do`, async () => {
            await assert.rejects(
                running({ "/shop-production/release": text }),
                /parameter \/shop-production\/release of Systems Manager is .*it has to be .*aws ssm delete-parameter --name \/shop-production\/release/,
            );
        });
    }
});
