import assert from "node:assert/strict";
import fc from "fast-check";
import { expansionOf } from "../../../rehearsal/awsx/expand.ts";
import { contains, formatBlock, overlaps, parseBlock, sizeOf } from "../../../rehearsal/awsx/ipv4.ts";
import type { Properties } from "../../../rehearsal/values.ts";
import { recorder } from "./cloud.ts";

const TYPES = ["Public", "Private", "Isolated"];

/** Arguments of a Vpc: any private block, one to three zones, up to six subnets a zone. */
const vpcArgs = fc
    .record({
        mask: fc.integer({ min: 16, max: 24 }),
        second: fc.integer({ min: 0, max: 255 }),
        zones: fc.integer({ min: 1, max: 3 }),
        strategy: fc.constantFrom("Legacy", "Auto", "AutoMerge"),
        specs: fc.option(
            fc.array(
                fc.record({
                    type: fc.constantFrom(...TYPES),
                    mask: fc.option(fc.integer({ min: 17, max: 28 })),
                }),
                {
                    minLength: 1,
                    maxLength: 6,
                },
            ),
        ),
    })
    .map(({ mask, second, zones, strategy, specs }): Properties => {
        const subnetSpecs = specs?.map((spec, index) => ({
            type: spec.type,
            name: `net${index}`,
            ...(spec.mask === null ? {} : { cidrMask: spec.mask }),
        }));
        return {
            cidrBlock: `10.${second}.0.0/${mask}`,
            numberOfAvailabilityZones: zones,
            subnetStrategy: strategy,
            natGateways: { strategy: "None" },
            ...(subnetSpecs ? { subnetSpecs } : {}),
        };
    });

/** The blocks of the subnets, or nothing where the arguments ask for more than there is. */
async function blocksOf(args: Properties): Promise<string[] | undefined> {
    const cloud = recorder("awsx:ec2:Vpc", "main");
    const failure = await expansionOf("awsx:ec2:Vpc")?.("main", args, cloud).then(
        () => undefined,
        (error: Error) => error,
    );
    if (failure) {
        assert.match(
            failure.message,
            /^awsx:ec2:Vpc main: .*(overlap|outside|need|can't be split|run past|There is no)/s,
        );
        return undefined;
    }
    return cloud.children
        .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
        .map(({ inputs }) => String(inputs.cidrBlock));
}

describe("the subnets of an awsx Vpc", () => {
    it("never overlap, whatever is asked for", async () => {
        await fc.assert(
            fc.asyncProperty(vpcArgs, async (args) => {
                const blocks = ((await blocksOf(args)) ?? []).map(parseBlock);
                blocks.forEach((block, index) => {
                    assert.ok(blocks.slice(index + 1).every((other) => !overlaps(block, other)));
                });
            }),
            { numRuns: 300 },
        );
    });

    it("lie in the block of the VPC and start where their size allows but for Legacy", async () => {
        let accepted = 0;
        await fc.assert(
            fc.asyncProperty(vpcArgs, async (args) => {
                const blocks = await blocksOf(args);
                for (const block of blocks ?? []) {
                    accepted += 1;
                    const parsed = parseBlock(block);
                    assert.ok(
                        contains(parseBlock(String(args.cidrBlock)), parsed),
                        `${block} in ${args.cidrBlock}`,
                    );
                    // The old arithmetic of "Legacy" may start a subnet inside its block: the plugin has it so.
                    if (args.subnetStrategy !== "Legacy")
                        assert.equal(parsed.address % sizeOf(parsed.mask), 0);
                }
            }),
            { numRuns: 300 },
        );
        assert.ok(accepted > 100, `only ${accepted} subnets were made`);
    });

    it("lie in the block of the VPC for Legacy without specs", async () => {
        for (const [zones, mask] of [16, 18, 20, 22, 24].flatMap((size) =>
            [1, 2, 3].map((count) => [count, size]),
        )) {
            const cidrBlock = `10.9.0.0/${mask}`;
            const args = {
                cidrBlock,
                numberOfAvailabilityZones: zones ?? 1,
                natGateways: { strategy: "None" },
            };
            const blocks = await blocksOf(args);
            assert.equal(blocks?.length, 2 * (zones ?? 1));
            assert.ok(blocks?.every((block) => contains(parseBlock(cidrBlock), parseBlock(block))));
        }
    });

    it("are written as they are read", () => {
        const block = fc.record({
            address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
            mask: fc.integer({ min: 0, max: 32 }),
        });
        fc.assert(
            fc.property(block, (value) => assert.deepEqual(parseBlock(formatBlock(value)), { ...value })),
        );
    });
});
