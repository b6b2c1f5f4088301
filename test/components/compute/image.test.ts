import assert from "node:assert/strict";
import { Image } from "../../../components/compute/image.ts";
import { inputsOf, recorded } from "../recorded.ts";

const args = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging" },
    kmsKeyArn: "arn:key",
    ...{
        context: ".",
        dockerfile: "./images/pgbouncer/Dockerfile",
        tag: "0123456789abcdef",
        cpuArchitecture: "ARM64" as const,
    },
};

describe("Image", () => {
    it("has a name that is known before it is built, in a repository whose tags stay where they are", async () => {
        let uri: Promise<string> | undefined;
        const made = await recorded(() => {
            const image = new Image("pgbouncer", args);
            uri = new Promise((resolve) => void image.uri.apply(resolve));
        });
        const repository = "acme-staging/pgbouncer";
        const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        assert.equal(await uri, `${host}/${repository}:0123456789abcdef`);
        const kept = inputsOf(made, "awsx:ecr:Repository");
        assert.deepEqual([kept.name, kept.imageTagMutability], [repository, "IMMUTABLE"]);
        assert.deepEqual(kept.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: "arn:key" }]);
        const built = inputsOf(made, "awsx:ecr:Image");
        assert.deepEqual(
            [built.context, built.dockerfile, built.imageTag, built.platform],
            [args.context, args.dockerfile, args.tag, "linux/arm64"],
        );
    });

    it("lets a role pull from its repository, and from no other", async () => {
        let rights: unknown;
        await recorded(() => void ({ toPull: rights } = new Image("pgbouncer", args)));
        const [, layers] = rights as {
            Action: string[];
            Resource: { apply(run: (arn: string) => void): void };
        }[];
        const arn = await new Promise<string>((resolve) => layers!.Resource.apply(resolve));
        assert.equal(arn, "arn:aws:ecr:eu-central-1:123456789012:repository/acme-staging/pgbouncer");
    });
});
