import assert from "node:assert/strict";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { queryError } from "../support/aws.ts";
import { FIRST, Follower } from "../support/follower.ts";
import { restoring } from "../support/restoring.ts";

const AGAIN = /npm run restore -- --stack live --promote b --fence --apply/;

describe("npm run restore -- --promote --fence", () => {
    const r = restoring();
    let follower: Follower;
    const go = (...more: string[]) => r.run("--stack", "live", "--promote", "b", "--fence", ...more);
    /** What AWS was asked to change, in order. */
    const changes = () =>
        r.aws.asked.filter((one) => /:(Modify|Reboot|Promote)/.test(one)).map((one) => one.slice(4));
    const groups = async () => {
        const there = new RDSClient({ region: "eu-west-1", endpoint: process.env.AWS_ENDPOINT_URL! });
        const named = new DescribeDBInstancesCommand({ DBInstanceIdentifier: "shop-first-a" });
        const { DBInstances: [one] = [] } = await there.send(named);
        return one?.VpcSecurityGroups?.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId);
    };
    const following = (replicaOf: string) => {
        const settings = r.shop.settings.replace(
            "a: { version: 18 }",
            `$&\n      b: { version: 18, replicaOf: "${replicaOf}" }`,
        );
        r.shop.project.write({ "Pulumi.live.yaml": settings });
    };

    beforeEach(async () => {
        following(FIRST);
        r.shop.project.write({ "Pulumi.first.yaml": "config:\n  aws:region: eu-west-1\n" });
        r.shop.outputs({ databaseGenerations: { a: "shop-live-a", b: "shop-live-b" } });
        follower = new Follower();
        await follower.make(1);
        r.aws.standIns.unshift(follower.answer);
        r.aws.asked.length = 0;
    });

    it("plans it, and says without it that who writes there writes for nothing", async () => {
        assert.equal(await go(), 0);
        assert.match(
            r.shop.data.join("\n"),
            /First shop-first-a in eu-west-1 is closed to everybody, and restarted\./,
        );
        assert.match(r.shop.said, AGAIN);
        assert.equal(await r.run("--stack", "live", "--promote", "b"), 0);
        assert.match(
            r.shop.data.join("\n"),
            /whoever still writes there writes for nothing: --fence closes it first/,
        );
        assert.deepEqual(changes(), []);
    });

    it("lets nobody into what it follows, restarts that, and only then promotes", async () => {
        assert.equal(await go("--apply", "--yes"), 0);
        assert.deepEqual(changes(), ["ModifyDBInstance", "RebootDBInstance", "PromoteReadReplica"]);
        assert.deepEqual(await groups(), ["sg-operator"]);
        assert.match(
            r.shop.said,
            /shop-first-a is closed; a pulumi up --refresh --stack first would open it/,
        );
    });

    it("closes it also when the copy is promoted and in use: its region may answer only then", async () => {
        follower.before = ["promoted"];
        r.shop.outputs({ databaseInstance: "shop-live-b" });
        assert.equal(await go("--apply", "--yes"), 0);
        assert.deepEqual(changes(), ["ModifyDBInstance", "RebootDBInstance"]);
        assert.equal(await go("--apply", "--yes"), 0);
        // Closed is not restarted: the run before may have been killed between the two.
        assert.deepEqual(changes().slice(2), ["RebootDBInstance"]);
    });

    it("promotes nothing where the region does not answer, and says how to go on", async () => {
        r.aws.standIns.unshift(({ region, service }) =>
            service === "rds" && region === "eu-west-1"
                ? queryError("ServiceUnavailable", "down", 400)
                : undefined,
        );
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(r.shop.said, /RDS in eu-west-1 does not answer, so shop-first-a can't be closed/);
        assert.match(r.shop.said, AGAIN);
        assert.deepEqual([changes(), follower.asked.length], [[], 0]);
    });

    it("waits until RDS has done it, and stops where it may not", async () => {
        const denied = "User: x is not authorized to perform: rds:ModifyDBInstance on resource: y";
        const stand = r.aws.standIns.unshift(({ action }) =>
            action === "ModifyDBInstance" ? queryError("AccessDenied", denied, 403) : undefined,
        );
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(r.shop.said, /You may not rds:ModifyDBInstance/);
        r.aws.standIns.splice(-stand, 1);
        let looks = 0;
        r.aws.standIns.unshift(({ region, service, action }) => {
            if (service !== "rds" || region !== "eu-west-1" || action !== "DescribeDBInstances")
                return undefined;
            looks += 1;
            const status = [2, 4].includes(looks) ? "modifying" : "available";
            const group = looks < 3 ? "sg-server" : "sg-operator";
            const one = `<DBInstance><DBInstanceIdentifier>shop-first-a</DBInstanceIdentifier><DBInstanceStatus>${status}</DBInstanceStatus><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>${group}</VpcSecurityGroupId></VpcSecurityGroupMembership></VpcSecurityGroups></DBInstance>`;
            const body = `<${action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${action}Result><DBInstances>${one}</DBInstances></${action}Result></${action}Response>`;
            return { headers: { "content-type": "text/xml" }, body };
        });
        r.aws.asked.length = 0;
        assert.equal(await go("--apply", "--yes"), 0);
        assert.equal(looks, 5);
        assert.match(r.shop.said, /shop-first-a is modifying; waiting until it has no security group but/);
        assert.match(r.shop.said, /lets nobody in any more[^]*is modifying; waiting until it has restarted/);
    });

    it("refuses a database of nobody here, one that is gone, and the option alone", async () => {
        assert.equal(await r.run("--fence"), 2);
        assert.equal(await r.run("--cutover", "b", "--fence"), 2);
        assert.match(r.shop.said, /--fence is for --promote; leave it out/);
        r.shop.project.write({
            "Pulumi.live.yaml": r.shop.settings.replace("shop-first-a", "other-first-a"),
        });
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(r.shop.said, /other-first-a, which is no environment's of shop .* close it by hand/);
        r.shop.project.write({
            "Pulumi.live.yaml": r.shop.settings.replace("other-first-a", "shop-first-z"),
        });
        assert.equal(await go("--apply", "--yes"), 2);
        assert.match(r.shop.said, /shop-first-z/);
        assert.deepEqual(changes(), []);
    });
});
