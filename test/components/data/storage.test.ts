import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Storage, type StorageArgs } from "../../../components/data/storage.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const args: StorageArgs = {
    accountId: "123456789012",
    region: "eu-central-1",
    kmsKeyArn: "arn:key",
    origins: [],
    tag: { key: "backup-plan", value: "acme-staging" },
};
const arn = "arn:aws:s3:::acme-uploads";

/** The component's resources, in a bucket whose name AWS has made up, and what `pick` comes to. */
async function built(changes: Partial<StorageArgs> = {}): Promise<{ made: Made[]; toUse: unknown }> {
    let toUse: Promise<unknown> | undefined;
    const made = await recorded(() => {
        const storage = new Storage("uploads", { ...args, ...changes });
        toUse = new Promise((resolve) => pulumi.output(storage.toUse).apply(resolve));
    });
    return { made, toUse: await toUse };
}

describe("Storage", () => {
    it("takes uploads by script from the web sites that it is told, and from none without one", async () => {
        const cors = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
        const none = await built();
        assert.ok(none.made.every(({ type }) => type !== cors));
        const { made } = await built({ origins: ["https://app.acme.dev"] });
        const [rule] = inputsOf(made, cors).corsRules as Record<string, unknown>[];
        assert.deepEqual(rule?.allowedOrigins, ["https://app.acme.dev"]);
        assert.deepEqual(rule?.allowedMethods, ["POST", "GET"]);
    });

    for (const origin of ["*", "http://app.acme.dev", "https://app.acme.dev/", "https://*.acme.dev"]) {
        it(`refuses the web site ${origin} and says what to use`, async () => {
            await recorded(() => {
                const message = `uploads: origins has ${origin}; use https:// and a host, such as https://app.example.com.`;
                assert.throws(() => new Storage("uploads", { ...args, origins: [origin] }), { message });
            });
        });
    }

    it("refuses 0 days in which a deletion can be undone", async () => {
        await recorded(() => {
            const message = "uploads: undoDays is 0; use 1 or more whole days.";
            assert.throws(() => new Storage("uploads", { ...args, undoDays: 0 }), { message });
        });
    });

    it("lets the application put, get and delete single objects of this bucket, with its key, and nothing else", async () => {
        const { toUse } = await built();
        assert.deepEqual(toUse, [
            {
                Effect: "Allow",
                Action: ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"],
                Resource: `${arn}/*`,
            },
            {
                Effect: "Allow",
                Action: ["kms:GenerateDataKey", "kms:Decrypt"],
                Resource: "arn:aws:kms:eu-central-1:123456789012:key/*",
                Condition: {
                    StringEquals: {
                        "kms:ViaService": "s3.eu-central-1.amazonaws.com",
                        "kms:EncryptionContext:aws:s3:arn": arn,
                    },
                },
            },
        ]);
    });

    it("keeps what was overwritten or deleted for 30 days, and parts of an upload for one", async () => {
        const { made } = await built();
        const type = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
        const [rule] = inputsOf(made, type).rules as Record<string, unknown>[];
        assert.deepEqual(rule?.noncurrentVersionExpiration, { noncurrentDays: 30 });
        assert.deepEqual(rule?.abortIncompleteMultipartUpload, { daysAfterInitiation: 1 });
        const expiration = rule?.expiration as Record<string, unknown>;
        assert.equal(expiration.days, undefined, "what is current stays");
    });
});
