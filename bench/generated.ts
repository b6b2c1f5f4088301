import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ROOT } from "./measure.ts";

interface Runtime {
    name: string;
    options: { nodeargs: string };
}

/**
 * A program of `count` resources of ten types of `@pulumi/aws`: each is linked to two earlier ones, and every third
 * stands under a component.
 */
const PROGRAM = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const count = Number(process.env.COUNT);
const arns: pulumi.Output<string>[] = [];
let group: pulumi.ComponentResource | undefined;

function make(i: number, tags: Record<string, pulumi.Input<string>>, opts: pulumi.CustomResourceOptions) {
    const name = \`r\${i}\`;
    switch (i % 10) {
        case 0: return new aws.sqs.Queue(name, { tags }, opts).arn;
        case 1: return new aws.sns.Topic(name, { tags }, opts).arn;
        case 2: return new aws.s3.Bucket(name, { tags }, opts).arn;
        case 3: return new aws.cloudwatch.LogGroup(name, { retentionInDays: 30, tags }, opts).arn;
        case 4: return new aws.ssm.Parameter(name, { type: "String", value: "x", tags }, opts).arn;
        case 5: return new aws.kms.Key(name, { enableKeyRotation: true, tags }, opts).arn;
        case 6: return new aws.ec2.Vpc(name, { cidrBlock: \`10.\${i % 250}.0.0/16\`, tags }, opts).arn;
        case 7: return new aws.dynamodb.Table(name, { hashKey: "id", attributes: [{ name: "id", type: "S" }], billingMode: "PAY_PER_REQUEST", tags }, opts).arn;
        case 8: return new aws.secretsmanager.Secret(name, { tags }, opts).arn;
        default: return new aws.cloudwatch.EventBus(name, { tags }, opts).arn;
    }
}

for (let i = 0; i < count; i++) {
    if (i % 30 === 0) group = new pulumi.ComponentResource("bench:index:Group", \`g\${i}\`);
    const tags = { first: arns[i - 1] ?? "", second: arns[Math.floor(i / 2)] ?? "" };
    arns.push(make(i, tags, i % 3 === 0 ? { parent: group } : {}));
}
`;

/** What a program in TypeScript without a build step needs, and nothing of ours that makes the SDK faster. */
export const PLAIN = "--import tsx/esm";

/**
 * Writes the program into a folder of its own that has this repository's packages.
 *
 * @param nodeargs Of its runtime. Without them the blueprint's own, from Pulumi.yaml.
 */
export function generated(nodeargs?: string): string {
    const folder = mkdtempSync(join(tmpdir(), "airworthy-bench-"));
    for (const name of ["node_modules", "rehearsal"]) symlinkSync(join(ROOT, name), join(folder, name));
    const { runtime } = parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")) as { runtime: Runtime };
    if (nodeargs !== undefined) runtime.options.nodeargs = nodeargs;
    const files = {
        "Pulumi.yaml": stringify({ name: "bench", runtime }),
        "Pulumi.dev.yaml": "config: {aws:region: eu-central-1}\n",
        "package.json": JSON.stringify({ name: "bench", type: "module", main: "index.ts" }),
        "index.ts": PROGRAM,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
}
