import assert from "node:assert/strict";

import { makeCloud } from "../../../rehearsal/cloud/cloud.ts";
import { scanPackages } from "../../../rehearsal/cloud/packages.ts";
import type { Properties } from "../../../rehearsal/values.ts";

const packages = new Map([...scanPackages(process.cwd())].map(([name, one]) => [name, one.folder]));
const cloud = makeCloud(packages, { region: "eu-west-1", defaultTags: { team: "web" } });
const urnOf = (type: string, name = "web") => `urn:pulumi:production::app::${type}::${name}`;

function named(type: string, inputs: Properties = {}, name = "web", old?: Properties) {
    return cloud.check(type, urnOf(type, name), inputs, old);
}

describe("the names that Pulumi makes", () => {
    it("names a resource as its provider would", () => {
        assert.match(String(named("aws:iam/role:Role").inputs.name), /^web-[0-9a-f]{7}$/);
        assert.match(String(named("aws:rds/instance:Instance").inputs.identifier), /^web[0-9a-f]{7}$/);
        assert.match(String(named("aws:s3/bucket:Bucket", {}, "Logs").inputs.bucket), /^logs-[0-9a-f]{7}$/);
        assert.match(String(named("aws:kms/alias:Alias").inputs.name), /^alias\/web-[0-9a-f]{7}$/);
        assert.match(
            String(named("aws:sqs/queue:Queue", { fifoQueue: true }).inputs.name),
            /^web-[0-9a-f]{7}\.fifo$/,
        );
    });

    it("leaves alone a name that is given, prefixed, kept from before or not Pulumi's to make", () => {
        assert.equal(named("aws:iam/role:Role", { name: "mine" }).inputs.name, "mine");
        assert.equal(named("aws:iam/role:Role", { namePrefix: "mine-" }).inputs.name, undefined);
        assert.equal(named("aws:iam/role:Role", {}, "web", { name: "web-old" }).inputs.name, "web-old");
        assert.equal(named("aws:route53/record:Record").inputs.name, undefined);
        assert.equal(
            named("random:index/randomPassword:RandomPassword", { length: 8 }).inputs.name,
            undefined,
        );
    });

    it("refuses a target group whose name can't get its suffix within 32 characters", () => {
        const [failure] = named("aws:lb/targetGroup:TargetGroup", {}, "a-name-of-twenty-five-abc").failures;
        assert.equal(failure?.property, "name");
        assert.match(
            failure?.reason ?? "",
            /make 33, more than 32; name the resource in at most 24, or set name/,
        );
        assert.deepEqual(
            named("aws:lb/targetGroup:TargetGroup", {}, "a-name-of-twenty-four-ab").failures,
            [],
        );
    });
});
