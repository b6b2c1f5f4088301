import { vpcOf } from "./edits.ts";
import type { Hole } from "./holes.ts";
import type { Scene } from "./scene.ts";

const closing = "aws:s3/bucketPublicAccessBlock";
const unblocked = (guards: string[]) => (scene: Scene) =>
    scene.change(closing, "uploads", (inputs) => {
        for (const guard of guards) inputs[guard] = false;
    });
export const policed = (statement: object) => (scene: Scene) =>
    scene.allow("aws:s3/bucketPolicy", "uploads", "policy", statement);
export const functionUrl = (authorizationType: string) => (scene: Scene) => {
    scene.add("aws:lambda/functionUrl", "smoke", { functionName: "smoke", authorizationType });
};
/** Changes what the monitor of real users lets everybody do. */
const toMonitor = (changes: object) => (scene: Scene) =>
    scene.change("aws:cloudcontrol/resource", "real-users", (inputs) => {
        const state = JSON.parse(inputs.desiredState);
        const policy = JSON.parse(state.ResourcePolicy.PolicyDocument);
        Object.assign(policy.Statement[0], changes);
        state.ResourcePolicy.PolicyDocument = JSON.stringify(policy);
        inputs.desiredState = JSON.stringify(state);
    });
export const anybody = { Principal: { AWS: "*" }, Action: "*" };
const distribution = "aws:cloudfront/distribution";

/** Those that need no route: called by a name of AWS's, or by its API. */
export const openCalls: Hole[] = [
    {
        says: "a function's URL",
        steps: { it: functionUrl("NONE") },
        opens: "function url smoke",
        through: ["a URL that asks nobody who they are"],
    },
    {
        says: "an API of API Gateway's",
        steps: { it: (scene) => void scene.add("aws:apigatewayv2/api", "api", { protocolType: "HTTP" }) },
        opens: "api api",
        through: ["a public name of AWS's, which anybody may call"],
    },
    {
        says: "a bucket that anybody may read by its policy",
        steps: {
            block: unblocked(["blockPublicPolicy", "restrictPublicBuckets"]),
            policy: policed({ Principal: "*", Action: "s3:GetObject" }),
        },
        opens: "bucket uploads",
        through: ["bucket policy uploads: s3:GetObject for anybody"],
    },
    {
        says: "a bucket that anybody may read by a list",
        steps: {
            block: unblocked(["blockPublicAcls", "ignorePublicAcls"]),
            owner: (scene) =>
                scene.change("aws:s3/bucketOwnershipControls", "uploads", (inputs) => {
                    inputs.rule.objectOwnership = "ObjectWriter";
                }),
            list: (scene) => {
                const bucket = scene.id("aws:s3/bucket", "uploads");
                scene.add("aws:s3/bucketAcl", "uploads", { bucket, acl: "public-read" });
            },
        },
        opens: "bucket uploads",
        through: ["bucket acl uploads: a list for anybody"],
    },
    {
        says: "a queue for everybody",
        steps: {
            it: (scene) =>
                scene.allow("aws:sqs/queuePolicy", "jobs", "policy", {
                    ...anybody,
                    Action: "sqs:SendMessage",
                }),
        },
        opens: "queue policy jobs",
        through: ["AWS's API, sqs:SendMessage for anybody"],
    },
    {
        says: "a key for everybody",
        steps: { it: (scene) => scene.allow("aws:kms/key", "keys-database", "policy", anybody) },
        opens: "key keys-database",
        through: ["AWS's API, * for anybody"],
    },
    {
        says: "a secret for whoever meets a condition that everybody meets",
        steps: {
            it: (scene) => {
                const Condition = { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } };
                const Statement = {
                    Effect: "Allow",
                    ...anybody,
                    Action: "secretsmanager:GetSecretValue",
                    Condition,
                };
                const policy = JSON.stringify({ Statement });
                scene.add("aws:secretsmanager/secretPolicy", "secrets-master", { policy });
            },
        },
        opens: "secret policy secrets-master",
        through: ["AWS's API, secretsmanager:GetSecretValue for anybody"],
    },
    {
        says: "a role that everybody on GitHub may take",
        steps: {
            it: (scene) => {
                const Federated =
                    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
                const statement = { Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" };
                scene.allow("aws:iam/role", "gate", "assumeRolePolicy", statement);
            },
        },
        opens: "role gate",
        through: ["AWS's API, sts:AssumeRoleWithWebIdentity for anybody"],
    },
    {
        says: "a monitor of real users that anybody may change",
        steps: { it: toMonitor({ Action: ["rum:PutRumEvents", "rum:UpdateAppMonitor"] }) },
        opens: "resource real-users",
        through: ["AWS's API, rum:PutRumEvents and rum:UpdateAppMonitor for anybody"],
    },
    {
        says: "every monitor of the account, by the policy of one",
        steps: {
            it: toMonitor({ Resource: "arn:aws:rum:us-east-1:123456789012:appmonitor/*" }),
        },
        opens: "resource real-users",
        through: ["AWS's API, rum:PutRumEvents for anybody"],
    },
    {
        says: "something of the Cloud Control API of which nothing is known",
        steps: {
            it: (scene) => {
                const typeName = "AWS::Lambda::Url";
                scene.add("aws:cloudcontrol/resource", "strange", { typeName, desiredState: "{}" });
            },
        },
        opens: "resource strange",
        through: ["AWS's API, AWS::Lambda::Url strange, of which nothing is known,"],
    },
    {
        says: "a second distribution, without the firewall",
        steps: {
            it: (scene) => {
                const { webAclId, ...inputs } = scene.inputs(distribution, "cdn");
                scene.add(distribution, "second", inputs);
            },
        },
        opens: "distribution second",
        through: ["a distribution without a firewall"],
    },
    {
        says: "an origin that others can call by its name",
        steps: {
            it: (scene) =>
                scene.change(distribution, "cdn", ({ origins }) => {
                    delete origins[0].vpcOriginConfig;
                    origins[0].customOriginConfig = { originProtocolPolicy: "https-only" };
                    origins[0].domainName = "origin.example.org";
                }),
        },
        opens: "distribution cdn",
        through: ["origin.example.org, the origin app, by its own name"],
    },
    {
        says: "another network that is joined to this one",
        steps: {
            it: (scene) => void scene.add("aws:ec2/vpcPeeringConnection", "them", { vpcId: vpcOf(scene) }),
        },
        opens: "vpc peering connection them",
        through: ["a way to whoever is at its other end, which nobody sees from here"],
    },
];
