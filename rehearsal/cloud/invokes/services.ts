import type { Properties } from "../../values.ts";
import { canonical, characters, hex, LOWER, uuid } from "../hash.ts";
import { ACCOUNT } from "../row.ts";
import { argument, strings, type Answer, type Question } from "./question.ts";

const SECRET = "made-up-secret";

/** The prefix of a principal's unique id: AROA for a role, ANPA for a policy. */
const unique = (prefix: string, name: string) => `${prefix}${hex(`${prefix} ${name}`, 17).toUpperCase()}`;
const lastPart = (text: string) => text.split("/").pop() as string;

function secret({ args, region }: Question): Properties {
    const given = argument(args, ["secretId", "arn", "name"], "made-up");
    const arn = given.startsWith("arn:")
        ? given
        : `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${given}-${characters(given, LOWER, 6)}`;
    const name = argument(args, ["name"], arn.split(":")[6]?.replace(/-.{6}$/, "") ?? given);
    return { id: arn, arn, name };
}

function token({ region }: Question): Properties {
    return {
        id: region,
        userName: "AWS",
        password: "made-up-password",
        authorizationToken: Buffer.from("AWS:made-up-password").toString("base64"),
        expiresAt: "2026-01-01T12:00:00Z",
        proxyEndpoint: `https://${ACCOUNT}.dkr.ecr.${region}.amazonaws.com`,
    };
}

/** The version asked for first, or of the engine's major one; RDS would know what exists, so it is the caller's word. */
function engineVersion({ args }: Question): Properties {
    const version = argument(args, ["version"], strings(args.preferredVersions)[0] ?? "16.4");
    const engine = argument(args, ["engine"], "postgres");
    const family = /mysql|mariadb/.test(engine)
        ? version.split(".").slice(0, 2).join(".")
        : (version.split(".")[0] as string);
    const parameterGroupFamily = argument(args, ["parameterGroupFamily"], `${engine}${family}`);
    return {
        id: version,
        version,
        versionActual: version,
        engine,
        parameterGroupFamily,
        status: "available",
        supportsReadReplica: true,
    };
}

function bucket({ args, region }: Question): Properties {
    const name = argument(args, ["bucket"], "made-up");
    return {
        id: name,
        arn: `arn:aws:s3:::${name}`,
        bucketDomainName: `${name}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
        bucketRegion: region,
    };
}

/** Things that exist already in an account, under the name that the program asks for. */
export const SERVICE_ANSWERS: Record<string, Answer> = {
    "ecr/getAuthorizationToken": token,
    "ecr/getCredentials": token,
    "ecr/getRepository": ({ args, region }) => ({
        id: String(args.name),
        arn: `arn:aws:ecr:${region}:${ACCOUNT}:repository/${String(args.name)}`,
        registryId: ACCOUNT,
        repositoryUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${String(args.name)}`,
        imageTagMutability: "IMMUTABLE",
    }),
    "ecs/getCluster": ({ args, region }) => {
        const arn = `arn:aws:ecs:${region}:${ACCOUNT}:cluster/${String(args.clusterName)}`;
        return { id: arn, arn, status: "ACTIVE" };
    },
    // What it runs, only ECS knows.
    "ecs/getService": ({ args }) => ({
        id: `${String(args.clusterArn).replace(":cluster/", ":service/")}/${String(args.serviceName)}`,
        taskDefinition: "",
    }),
    "eks/getCluster": ({ args, region }) => {
        const id = hex(`eks ${String(args.name)}`, 32).toUpperCase();
        return {
            id: String(args.name),
            arn: `arn:aws:eks:${region}:${ACCOUNT}:cluster/${String(args.name)}`,
            endpoint: `https://${id}.gr7.${region}.eks.amazonaws.com`,
            certificateAuthorities: [{ data: "TUFERSBVUCBCWSBBIFJFSEVBUlNBTA==" }],
            identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region}.amazonaws.com/id/${id}` }] }],
            status: "ACTIVE",
        };
    },
    "eks/getClusterAuth": ({ args }) => ({ id: String(args.name), token: "k8s-aws-v1.made-up" }),
    "iam/getPolicy": ({ args }) => {
        const arn = argument(args, ["arn"], `arn:aws:iam::aws:policy/${argument(args, ["name"], "made-up")}`);
        const name = lastPart(arn);
        return {
            id: arn,
            arn,
            name,
            path: "/",
            policyId: unique("ANPA", name),
            policy: '{"Version":"2012-10-17","Statement":[]}',
        };
    },
    "iam/getRole": ({ args }) => {
        const name = String(args.name);
        return {
            id: name,
            arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
            path: "/",
            uniqueId: unique("AROA", name),
            maxSessionDuration: 3600,
            createDate: "2026-01-01T00:00:00Z",
            assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}',
        };
    },
    "kms/getAlias": ({ args, region }) => {
        const key = uuid(`kms ${region} ${String(args.name)}`);
        const arn = `arn:aws:kms:${region}:${ACCOUNT}:${String(args.name)}`;
        return {
            id: arn,
            arn,
            targetKeyId: key,
            targetKeyArn: `arn:aws:kms:${region}:${ACCOUNT}:key/${key}`,
        };
    },
    "kms/getKey": ({ args, region }) => {
        const given = String(args.keyId);
        const id = /^[0-9a-f-]{36}$/.test(lastPart(given)) ? lastPart(given) : uuid(`kms ${region} ${given}`);
        const arn = `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
        return {
            id,
            arn,
            awsAccountId: ACCOUNT,
            enabled: true,
            keyManager: "CUSTOMER",
            keyState: "Enabled",
            keyUsage: "ENCRYPT_DECRYPT",
        };
    },
    "lambda/getFunction": ({ args, region }) => {
        const arn = `arn:aws:lambda:${region}:${ACCOUNT}:function:${String(args.functionName)}`;
        const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
        return {
            id: String(args.functionName),
            arn,
            invokeArn,
            qualifiedArn: `${arn}:$LATEST`,
            version: "$LATEST",
        };
    },
    "rds/getEngineVersion": engineVersion,
    "rds/getOrderableDbInstance": (question) => ({
        id: argument(
            question.args,
            ["instanceClass"],
            strings(question.args.preferredInstanceClasses)[0] ?? "db.t4g.medium",
        ),
        instanceClass: argument(
            question.args,
            ["instanceClass"],
            strings(question.args.preferredInstanceClasses)[0] ?? "db.t4g.medium",
        ),
        engineVersion: argument(
            question.args,
            ["engineVersion"],
            strings(question.args.preferredEngineVersions)[0] ?? "16.4",
        ),
        storageType: argument(question.args, ["storageType"], "gp3"),
        supportsStorageEncryption: true,
        multiAzCapable: true,
    }),
    "s3/getBucket": bucket,
    "s3/getCanonicalUserId": () => ({ id: hex("canonical user", 64) }),
    "secretsmanager/getRandomPassword": ({ args, region }) => {
        const length = Number(args.passwordLength ?? 32);
        return { id: region, randomPassword: characters(canonical(args), LOWER, length) };
    },
    "secretsmanager/getSecret": secret,
    "secretsmanager/getSecretVersion": (question) => {
        const { arn = "" } = secret(question);
        const versionId = uuid(`version ${String(arn)}`);
        return {
            id: `${String(arn)}|AWSCURRENT`,
            arn,
            secretArn: arn,
            versionId,
            versionStages: ["AWSCURRENT"],
            secretString: SECRET,
        };
    },
};
