import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import { zonesIn } from "../../stacks/zones.ts";

describe("the zones of an environment", () => {
    /** What an account has in a region, by the ids of its zones. */
    const zones = { a: "use1-az4", b: "use1-az3", c: "use1-az1", d: "use1-az2" };
    const inRegion = async (region: string, wanted: number) => {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ name }) => ({ id: `${name}-id`, state: {} }),
                call: ({ inputs }) => {
                    const { excludeZoneIds } = inputs as { excludeZoneIds: string[] };
                    const left = Object.entries(zones).filter(([, id]) => !excludeZoneIds.includes(id));
                    return { names: left.map(([letter]) => `${region}${letter}`) };
                },
            },
            "shop",
            "live",
        );
        return zonesIn(region, wanted, new aws.Provider("aws", {}));
    };

    it("are those that CloudFront has a way to, whatever letter the other has in this account", async () => {
        assert.deepEqual(await inRegion("us-east-1", 3), {
            zoneNames: ["us-east-1a", "us-east-1c", "us-east-1d"],
        });
    });

    it("are the region's first where CloudFront has a way to all", async () => {
        assert.deepEqual(await inRegion("eu-central-1", 3), {});
    });

    it("are asked for in vain where there are too few, which is said with what to use", async () => {
        await assert.rejects(
            inRegion("us-east-1", 4),
            /Pulumi\.live\.yaml: network\.zones is 4; use 3, or another region: this account has us-east-1a and .* has no way to use1-az3\.$/,
        );
    });
});
