import assert from "node:assert/strict";
import { asked, AwsRefusal } from "../../../scripts/lib/cloud.ts";

const refused = async (name: string, message: string) => {
    const error = Object.assign(new Error(message), { name });
    try {
        await asked("rds:DescribeDBInstances", Promise.reject(error));
    } catch (refusal) {
        assert.ok(refusal instanceof AwsRefusal);
        assert.equal(refusal.code, name);
        return refusal.message;
    }
    return assert.fail("it was no refusal");
};

describe("what AWS refuses", () => {
    const expired = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "CredentialsProviderError"];
    for (const name of [...expired, "InvalidClientTokenId", "UnrecognizedClientException"]) {
        it(`as ${name} is about the credentials, and says how to go on`, async () => {
            assert.match(
                await refused(name, "x"),
                /takes your credentials no more .*aws sso login.*same command/,
            );
        });
    }

    it("for a right that is missing names the action, which may be another service's", async () => {
        assert.match(await refused("AccessDenied", "no"), /^You may not rds:DescribeDBInstances; /);
        const key =
            "User: arn:aws:iam::1:user/x is not authorized to perform: kms:CreateGrant on resource: y";
        assert.match(
            await refused("KMSKeyNotAccessibleFault", key),
            /^You may not kms:CreateGrant; .*AWS says: User/,
        );
    });

    for (const name of [
        "Throttling",
        "ThrottlingException",
        "RequestLimitExceeded",
        "TooManyRequestsException",
    ]) {
        it(`as ${name} is asked for again later`, async () => {
            assert.match(
                await refused(name, "Rate exceeded"),
                /limits how often .* still after 8 attempts; wait a minute/,
            );
        });
    }

    it("because nobody answers is about the network", async () => {
        assert.match(
            await refused("Error", "getaddrinfo ENOTFOUND rds"),
            /AWS can't be reached for rds:Describe/,
        );
        assert.match(await refused("TimeoutError", "x"), /look at your network/);
        // Of two addresses of a name that nobody answers at Node says no more.
        const error = Object.assign(new AggregateError([], ""), { code: "ETIMEDOUT" });
        await assert.rejects(
            asked("ecs:DescribeServices", Promise.reject(error)),
            /can't be reached .*ETIMEDOUT/,
        );
    });

    it("for any other reason is told in AWS's own words", async () => {
        assert.equal(
            await refused("DBSnapshotNotFound", "x"),
            "rds:DescribeDBInstances: DBSnapshotNotFound: x",
        );
    });
});
