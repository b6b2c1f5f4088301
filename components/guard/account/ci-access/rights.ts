import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { here, type Account } from "../../../parts/rights.ts";
import { changes } from "./changes.ts";
import { reads } from "./reads.ts";

export interface StatePlace {
    /** The S3 bucket of Pulumi's state, "" for state that is elsewhere. */
    stateBucket: string;
    /** The key of KMS that encrypts the secrets in it; "" for none. */
    stateKeyArn: string;
}

/** Where all of a service's things are called after the environment: rights on them end there. */
const called: Record<string, (prefix: string) => string[]> = {
    dynamodb: (prefix) => [`table/${prefix}-*`],
    lambda: (prefix) => [`function:${prefix}-*`],
    logs: (prefix) => [`log-group:/${prefix}/*`],
    scheduler: (prefix) => [
        ...[`schedule/default/${prefix}-*`, `schedule/${prefix}-*/*`],
        `schedule-group/${prefix}-*`,
    ],
    secretsmanager: (prefix) => [`secret:${prefix}/*`],
    sqs: (prefix) => [`${prefix}-*`],
    ssm: (prefix) => [`parameter/${prefix}`, `parameter/${prefix}/*`],
};

/** The services that roles of this program are for. */
const takers = [...["appconfig", "ecs", "ecs-tasks", "events", "lambda", "scheduler", "vpc-flow-logs"]].map(
    (service) => `${service}.amazonaws.com`,
);

type Statement = aws.iam.PolicyStatement;

/** What `pulumi preview` asks AWS: it compares with the state, and looks at nothing that it has made. */
export function ofPreview(args: Account & StatePlace, prefix: string): Statement[] {
    return [
        // AWS knows them for "*" only, but for the CDN's list of addresses, which is Amazon's. The token opens no repository.
        {
            ...{ Sid: "Looks", Effect: "Allow", Resource: "*" },
            Action: [
                ...["ec2:DescribeAvailabilityZones", "ec2:DescribeManagedPrefixLists"],
                ...["ec2:GetManagedPrefixListEntries", "ecr:GetAuthorizationToken"],
            ],
        },
        {
            ...{ Sid: "WhatRuns", Effect: "Allow", Action: "ssm:GetParametersByPath" },
            Resource: called.ssm!(prefix).map((one) => here(args, "ssm", one)),
        },
        ...ofState(args, ["s3:GetObject"], ["kms:Decrypt"]),
    ];
}

interface Place {
    prefix: string;
    /** The tag `environment` of all that it may touch, where AWS looks at tags. */
    githubEnvironment: string;
}

/** What `pulumi up` and the scripts that release ask: too much for one policy, so one for each room besides the role's own. */
export function ofDeploy(
    args: Account & StatePlace,
    { prefix, githubEnvironment }: Place,
): { whole: Record<string, Statement[]>; own: Statement[] } {
    const entries = Object.entries({ ...changes, reads });
    const allowed = entries.map(([room, services]) => [room, allowing(args, prefix, services)]);
    return {
        whole: Object.fromEntries(allowed) as Record<string, Statement[]>,
        own: [
            ...ofState(
                args,
                ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            ),
            {
                ...{ Sid: "HandsOverRoles", Effect: "Allow", Action: "iam:PassRole" },
                Resource: pulumi.interpolate`arn:aws:iam::${args.accountId}:role/${prefix}-*`,
                Condition: { StringEquals: { "iam:PassedToService": takers } },
            },
            {
                ...{ Sid: "NoWayInByItself", Effect: "Deny", Action: "iam:PassRole" },
                Resource: pulumi.interpolate`arn:aws:iam::${args.accountId}:role/${prefix}-ci-*`,
            },
            {
                Sid: "KeysOfWhatItMakes",
                Effect: "Allow",
                Action: ["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey"].map(
                    (action) => `kms:${action}`,
                ),
                Resource: here(args, "kms", "key/*"),
                Condition: {
                    StringEquals: {
                        "kms:ViaService": ["dynamodb", "rds", "ssm"].map(
                            (service) => `${service}.${args.region}.amazonaws.com`,
                        ),
                    },
                },
            },
            {
                // Environments may share an account. Images are pulled from the one that has them.
                ...{ Sid: "NoOtherEnvironment", Effect: "Deny", Resource: "*" },
                NotAction: ["ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer"],
                Condition: {
                    StringNotEquals: { "aws:ResourceTag/environment": githubEnvironment },
                    Null: { "aws:ResourceTag/environment": "false" },
                },
            },
        ],
    };
}

/** Action by action: by name where the service's things have one that tells the environment, and otherwise on all. */
function allowing(args: Account, prefix: string, services: Record<string, string[]>): Statement[] {
    const onAll = Object.entries(services).filter(([service]) => !called[service]);
    const byName = Object.entries(services).filter(([service]) => called[service]);
    const actionsOf = ([service, actions]: [string, string[]]) =>
        actions.map((action) => `${service}:${action}`);
    const statement = (Action: string[], Resource: Statement["Resource"]): Statement[] =>
        Action.length > 0 ? [{ Effect: "Allow", Action, Resource }] : [];
    return [
        ...statement(onAll.flatMap(actionsOf), "*"),
        ...byName.flatMap((one) =>
            statement(
                actionsOf(one),
                called[one[0]]!(prefix).map((name) => here(args, one[0], name)),
            ),
        ),
    ];
}

function ofState({ stateBucket, stateKeyArn }: StatePlace, objects: string[], key: string[]): Statement[] {
    const bucket = `arn:aws:s3:::${stateBucket}`;
    const inBucket: Statement[] = [
        { Sid: "StateListed", Effect: "Allow", Action: "s3:ListBucket", Resource: bucket },
        { Sid: "State", Effect: "Allow", Action: objects, Resource: `${bucket}/.pulumi/*` },
    ];
    const withKey: Statement[] = [
        { Sid: "StateSecrets", Effect: "Allow", Action: key, Resource: stateKeyArn },
    ];
    return [...(stateBucket === "" ? [] : inBucket), ...(stateKeyArn === "" ? [] : withKey)];
}
