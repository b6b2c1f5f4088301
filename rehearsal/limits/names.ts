import { repeated, type Between, type Clash } from "./group.ts";
import { aws } from "./kinds.ts";
import { textOf, type Subject } from "./row.ts";
import { api } from "./sources.ts";

/** Names that must be unique in an account's region, and the property that holds each. */
const unique: { [type: string]: string } = {
    [aws("cloudwatch", "LogGroup")]: "name",
    [aws("lb", "LoadBalancer")]: "name",
    [aws("lb", "TargetGroup")]: "name",
    [aws("rds", "Instance")]: "identifier",
    [aws("rds", "SubnetGroup")]: "name",
    [aws("rds", "ParameterGroup")]: "name",
    [aws("iam", "Role")]: "name",
    [aws("iam", "Policy")]: "name",
    [aws("kms", "Alias")]: "name",
    [aws("secretsmanager", "Secret")]: "name",
    [aws("s3", "Bucket")]: "bucket",
    [aws("backup", "Vault")]: "name",
    [aws("sns", "Topic")]: "name",
    [aws("sqs", "Queue")]: "name",
    [aws("cloudwatch", "EventBus")]: "name",
    [aws("cloudwatch", "EventArchive")]: "name",
    [aws("elasticache", "ReplicationGroup")]: "replicationGroupId",
    [aws("elasticache", "User")]: "userId",
    [aws("elasticache", "UserGroup")]: "userGroupId",
    [aws("dynamodb", "Table")]: "name",
    [aws("ecs", "Cluster")]: "name",
    [aws("cloudwatch", "MetricAlarm")]: "name",
    [aws("lambda", "Function")]: "name",
    [aws("budgets", "Budget")]: "name",
};

function uniqueNames(subjects: Subject[]): Clash[] {
    const key = ({ type, inputs }: Subject): string | undefined => {
        const name = textOf(inputs[unique[type] ?? ""]);
        // The provider's region is not in the inputs; two resources of one region only.
        return name === undefined
            ? undefined
            : `${textOf(inputs.region) ?? ""} ${type} ${name.toLowerCase()}`;
    };
    const says = (_: string, first: Subject): string =>
        `is also the name of ${first.name} (${first.urn}); AWS wants it unique, rename one`;
    return repeated(subjects, Object.keys(unique), key, says);
}

export const names: Between = {
    id: "names unique",
    property: "name",
    source: api("elbv2, iam, logs, kms, rds, sns, sqs", "names"),
    types: Object.keys(unique),
    check: uniqueNames,
};
