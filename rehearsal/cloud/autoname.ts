import { isObject, type Properties } from "../values.ts";
import { characters, hex, LETTERS } from "./hash.ts";
import type { ResourceSchema } from "./schema.ts";
import { packageOf } from "./schema.ts";

interface Naming {
    /** The input that gets the name. */
    property: string;
    /** Longest name that the provider accepts before AWS sees it. @default 255 */
    limit?: number;
    /** @default "-" */
    separator?: string;
    lowercase?: boolean;
    /** Random characters at the end. @default 7, hexadecimal */
    suffix?: { length: number; letters?: boolean };
    finish?: (name: string, inputs: Properties) => string;
}

const fifo = (input: string) => (name: string, inputs: Properties) =>
    inputs[input] === true ? `${name}.fifo` : name;
const database: Naming = {
    property: "name",
    separator: "_",
    lowercase: true,
    suffix: { length: 8, letters: true },
};
const lex: Naming = { property: "name", separator: "_", suffix: { length: 8, letters: true } };

/**
 * Types that name another property than `name`, or name it otherwise. Source: resource overrides of pulumi-aws 7. A load
 * balancer isn't among them: its provider lets 255 through and AWS itself refuses more than 32.
 */
const SPECIAL: Record<string, Naming> = {
    "aws:appsync/dataSource": { property: "name", separator: "_" },
    "aws:appsync/function": { property: "name", separator: "_" },
    "aws:athena/database": { property: "name", separator: "_" },
    "aws:backup/restoreTestingPlan": { property: "name", separator: "_" },
    "aws:cloudwatch/eventRule": { property: "name", limit: 64 },
    "aws:cloudwatch/eventTarget": { property: "targetId" },
    "aws:codedeploy/deploymentConfig": { property: "deploymentConfigName", separator: "_", limit: 100 },
    "aws:ec2/keyPair": { property: "keyName" },
    "aws:efs/fileSystem": { property: "creationToken" },
    "aws:eks/fargateProfile": { property: "fargateProfileName" },
    "aws:eks/nodeGroup": { property: "nodeGroupName" },
    "aws:elasticache/cluster": { property: "clusterId", limit: 50, lowercase: true },
    "aws:elasticache/replicationGroup": { property: "replicationGroupId", limit: 40, lowercase: true },
    "aws:elasticbeanstalk/environment": { property: "name", limit: 40 },
    "aws:elasticsearch/domain": { property: "domainName", limit: 28, lowercase: true },
    "aws:glue/catalogDatabase": database,
    "aws:glue/catalogTable": database,
    "aws:iam/role": { property: "name", limit: 64 },
    "aws:iot/topicRule": { property: "name", separator: "_" },
    "aws:kms/alias": {
        property: "name",
        limit: 238,
        finish: (name) => (name.startsWith("alias/") ? name : `alias/${name}`),
    },
    "aws:lambda/function": { property: "name", limit: 64 },
    "aws:lambda/permission": { property: "statementId", limit: 100 },
    "aws:lb/targetGroup": { property: "name", limit: 32 },
    "aws:lex/bot": lex,
    "aws:lex/botAlias": lex,
    "aws:lex/intent": lex,
    "aws:lex/slotType": lex,
    "aws:mq/broker": { property: "brokerName", limit: 55 },
    "aws:msk/cluster": { property: "clusterName" },
    "aws:msk/serverlessCluster": { property: "clusterName" },
    "aws:opensearch/domain": { property: "domainName" },
    // No separator: the provider passes none for this one, so that "db" becomes "db1a2b3c4".
    "aws:rds/instance": { property: "identifier", separator: "" },
    "aws:s3/bucket": { property: "bucket", limit: 63, lowercase: true },
    "aws:s3/bucketObject": { property: "key", suffix: { length: 0 } },
    "aws:s3/bucketObjectv2": { property: "key", suffix: { length: 0 } },
    "aws:sns/topic": { property: "name", limit: 80, finish: fifo("fifoTopic") },
    "aws:sqs/queue": { property: "name", limit: 80, finish: fifo("fifoQueue") },
};

/** Providers whose `name` is never made up: there an optional name is computed by the service. */
const UNNAMED = new Set([
    "awsx",
    "datadog",
    "docker",
    "docker-build",
    "kubernetes",
    "random",
    "tls",
    "command",
    "local",
]);

interface Named {
    inputs: Properties;
    /** Why no name could be made. */
    failure?: { property: string; reason: string };
}

/** Gives a resource that the program didn't name the name that its provider would make in Check: `web` becomes `web-1a2b3c4`. */
export function autoname(schema: ResourceSchema, urn: string, inputs: Properties, old?: Properties): Named {
    const naming = namingOf(schema);
    if (!naming)
        return { inputs: packageOf(schema.type) === "kubernetes" ? nameObject(urn, inputs) : inputs };
    const { property, limit = 255, separator = "-" } = naming;
    const given = inputs[property] !== undefined && inputs[property] !== null;
    if (given || (inputs[`${property}Prefix`] ?? null) !== null) return { inputs };
    // A resource that exists keeps its name, however the name was made.
    if (typeof old?.[property] === "string") return { inputs: { ...inputs, [property]: old[property] } };
    const logical = naming.lowercase ? logicalName(urn).toLowerCase() : logicalName(urn);
    const length = naming.suffix?.length ?? 7;
    const suffix = naming.suffix?.letters ? characters(urn, LETTERS, length) : hex(urn, length);
    const name = length === 0 ? logical : `${logical}${separator}${suffix}`;
    if (name.length > limit) {
        const reason = `the name "${logical}" and ${separator.length + length} random characters make ${name.length}, more than ${limit}; name the resource in at most ${limit - separator.length - length}, or set ${property}`;
        return { inputs, failure: { property, reason } };
    }
    return { inputs: { ...inputs, [property]: naming.finish?.(name, inputs) ?? name } };
}

/** The input that a provider fills with a made-up name, if the type has one. */
export function nameProperty(schema: ResourceSchema): string | undefined {
    return namingOf(schema)?.property;
}

function namingOf(schema: ResourceSchema): Naming | undefined {
    const [source = "", module = ""] = schema.type.split(":");
    const special = SPECIAL[`${source}:${module}`];
    if (special) return special;
    if (source === "azure-native") return azureNaming(schema);
    if (UNNAMED.has(source) || source.startsWith("pulumi")) return undefined;
    // A Terraform name that the bridge can fill in is optional in the inputs and never missing from the state.
    const name = schema.properties.get("name");
    if (!name?.input || name.required || !name.computed || name.shape.kind !== "string") return undefined;
    return { property: "name" };
}

/** Azure's own provider names the path's last part (`accountName`), which the state holds as `name`. */
function azureNaming(schema: ResourceSchema): Naming | undefined {
    const own = [...schema.properties.values()].filter(
        (one) =>
            one.input &&
            !one.required &&
            !one.computed &&
            one.inputShape?.kind === "string" &&
            one.name.endsWith("Name"),
    );
    const type = (schema.type.split(":")[2] ?? "").toLowerCase();
    const best =
        own.find((one) => type.endsWith(one.name.replace(/Name$/, "").toLowerCase())) ??
        (own.length === 1 ? own[0] : undefined);
    return best ? { property: best.name, separator: "", suffix: { length: 8 } } : undefined;
}

function nameObject(urn: string, inputs: Properties): Properties {
    const metadata = isObject(inputs.metadata) ? inputs.metadata : {};
    if (metadata.name !== undefined || metadata.generateName !== undefined) return inputs;
    return { ...inputs, metadata: { ...metadata, name: `${logicalName(urn)}-${hex(urn, 8)}` } };
}

export function logicalName(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
