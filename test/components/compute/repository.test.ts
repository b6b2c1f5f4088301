import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import type { Node } from "../../../policies/graph.ts";
import { judge } from "../../../policies/rule.ts";
import pulledByNamed from "../../../policies/rules/compute/images-pulled-by-named.ts";
import { Repository, type RepositoryArgs } from "../../../components/compute/repository.ts";
import { inputsOf, recorded, type Made } from "../recorded.ts";

const set = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme-staging/app@sha256:${"ab".repeat(32)}`;
const args: RepositoryArgs = {
    ...{ accountId: "123456789012", region: "eu-central-1", prefix: "acme-staging", kmsKeyArn: "arn:key" },
    ...{ repository: "own", pullers: [], image: "" },
    example: {
        ...{ context: ".", dockerfile: "./example/Dockerfile", tag: "0123456789abcdef" },
        cpuArchitecture: "X86_64",
    },
};

async function made(changes: Partial<RepositoryArgs> = {}) {
    let repository: Repository | undefined;
    const all = await recorded(() => void (repository = new Repository("app", { ...args, ...changes })));
    return { all, repository: repository! };
}
const typesOf = (all: Made[]) => all.map(({ type }) => type).filter((type) => /^awsx?:/.test(type));

describe("Repository", () => {
    it("keeps images as they were pushed, scanned, under a key of ours, and many of them", async () => {
        const { all } = await made();
        const kept = inputsOf(all, "aws:ecr/repository:Repository");
        assert.deepEqual([kept.name, kept.imageTagMutability], ["acme-staging/app", "IMMUTABLE"]);
        assert.deepEqual(kept.imageScanningConfiguration, { scanOnPush: true });
        assert.deepEqual(kept.encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: "arn:key" }]);
        const { policy } = inputsOf(all, "aws:ecr/lifecyclePolicy:LifecyclePolicy");
        const [{ selection }] = (JSON.parse(String(policy)) as { rules: [{ selection: object }] }).rules;
        assert.deepEqual(selection, {
            ...{ tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1000 },
        });
    });

    it("builds the example where nothing was set, for the processor of the tasks, under a name that stays", async () => {
        const { all, repository } = await made();
        const built = inputsOf(all, "awsx:ecr:Image");
        assert.deepEqual(
            [built.dockerfile, built.imageTag, built.platform],
            ["./example/Dockerfile", args.example.tag, "linux/amd64"],
        );
        assert.ok(typeof repository.image !== "string");
        const { uri, cpuArchitecture } = repository.image;
        assert.equal(cpuArchitecture, "X86_64");
        const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        const name = await new Promise((resolve) => void (uri as pulumi.Output<string>).apply(resolve));
        assert.equal(name, `${host}/acme-staging/app:0123456789abcdef`);
    });

    it("builds nothing where an image was set", async () => {
        const { all, repository } = await made({ image: set });
        assert.equal(repository.image, set);
        assert.ok(!typesOf(all).includes("awsx:ecr:Image"));
    });

    it("lets accounts that are named pull and look, and nobody else, and nobody push", async () => {
        const closed = await made();
        assert.ok(!typesOf(closed.all).includes("aws:ecr/repositoryPolicy:RepositoryPolicy"));
        const { all } = await made({ pullers: ["210987654321"] });
        const { policy } = inputsOf(all, "aws:ecr/repositoryPolicy:RepositoryPolicy");
        const { Statement } = JSON.parse(String(policy)) as { Statement: object[] };
        assert.deepEqual(Statement, [
            {
                Sid: "OthersPull",
                Effect: "Allow",
                Principal: { AWS: ["arn:aws:iam::210987654321:root"] },
                Action: [
                    ...["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                    "ecr:DescribeImages",
                ],
            },
        ]);
        const nodes = all.map(({ type, name, inputs }) => nodeOf(type, name, inputs));
        assert.deepEqual(
            judge(pulledByNamed, nodes).map(({ outcome }) => outcome),
            ["pass"],
        );
    });

    it("is not made where the images are elsewhere, and can't build or open anything there", async () => {
        const { all, repository } = await made({ repository: "elsewhere", image: set });
        assert.deepEqual([typesOf(all), repository.url, repository.image], [[], undefined, set]);
        await assert.rejects(
            made({ repository: "elsewhere" }),
            /app: the repository is elsewhere; give an image/,
        );
        const open = { repository: "elsewhere", image: set, pullers: ["210987654321"] } as const;
        await assert.rejects(made({ ...open, pullers: [...open.pullers] }), /and no pullers/);
    });
});

function nodeOf(type: string, name: string, props: Record<string, unknown>): Node {
    const opts = { protect: false, ignoreChanges: [] };
    return { type, name, urn: `urn:${type}::${name}`, props, opts, propertyDependencies: {} };
}
