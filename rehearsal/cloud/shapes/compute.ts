import { isObject } from "../../values.ts";
import { canonical, hex, whole } from "../hash.ts";
import type { Place, Row } from "../row.ts";

const lambdaArn = "arn:aws:lambda:{region}:{account}:function:{name}";

/**
 * A task definition that differs is another revision, so its ARN must differ too. AWS counts up from 1; a cloud that
 * keeps nothing can't, and takes the number from what makes the revision.
 */
function revision({ inputs }: Place): number {
    const { tags: _, ...rest } = inputs;
    return 1 + whole(canonical(rest), 9999);
}

/** ECS, Lambda, EC2 Auto Scaling, EKS, ECR, Step Functions, API Gateway. */
export const COMPUTE: Record<string, Row> = {
    "appautoscaling/policy": {
        id: "{name}",
        arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:{name}",
        alarmArns: [],
    },
    "appautoscaling/scheduledAction": { id: "{name}-{serviceNamespace}-{resourceId}" },
    "appautoscaling/target": {
        id: "{resourceId}",
        arn: "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{hex:32}",
        roleArn:
            "arn:aws:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
    },
    "autoscaling/group": {
        id: "{name}",
        arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{id}",
    },
    "autoscaling/policy": {
        id: "{name}",
        arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:{id}",
    },
    "batch/computeEnvironment": {
        id: "{name}",
        arn: "arn:aws:batch:{region}:{account}:compute-environment/{id}",
    },
    "codebuild/project": { id: "arn:aws:codebuild:{region}:{account}:project/{name}", arn: "{id}" },
    "ecr/lifecyclePolicy": { id: "{repository}", registryId: "{account}" },
    "ecr/pullThroughCacheRule": { id: "{ecrRepositoryPrefix}", registryId: "{account}" },
    "ecr/registryScanningConfiguration": { id: "{account}", registryId: "{account}" },
    "ecr/repository": {
        id: "{name}",
        arn: "arn:aws:ecr:{region}:{account}:repository/{id}",
        registryId: "{account}",
        repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{id}",
    },
    "ecr/repositoryPolicy": { id: "{repository}", registryId: "{account}" },
    "ecs/capacityProvider": { id: "arn:aws:ecs:{region}:{account}:capacity-provider/{name}", arn: "{id}" },
    "ecs/cluster": { id: "arn:aws:ecs:{region}:{account}:cluster/{name}", arn: "{id}" },
    "ecs/clusterCapacityProviders": { id: "{clusterName}" },
    "ecs/service": {
        id: ({ inputs, text }) =>
            text(`arn:aws:ecs:{region}:{account}:service/${clusterName(inputs.cluster)}/{name}`),
        arn: "{id}",
        cluster: "arn:aws:ecs:{region}:{account}:cluster/default",
        iamRole: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        launchType: "EC2",
        platformVersion: ({ inputs }) => (inputs.launchType === "FARGATE" ? "LATEST" : ""),
        availabilityZoneRebalancing: "ENABLED",
    },
    "ecs/taskDefinition": {
        id: "{family}",
        revision,
        arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
        arn: "{arnWithoutRevision}:{revision}",
        networkMode: "bridge",
    },
    "eks/addon": {
        id: "{clusterName}:{addonName}",
        arn: "arn:aws:eks:{region}:{account}:addon/{clusterName}/{addonName}/{uuid}",
    },
    "eks/cluster": {
        id: "{name}",
        arn: "arn:aws:eks:{region}:{account}:cluster/{name}",
        endpoint: "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
        certificateAuthority: { data: "TUFERSBVUCBCWSBBIFJFSEVBUlNBTA==" },
        identities: ({ text }) => [
            { oidcs: [{ issuer: text("https://oidc.eks.{region}.amazonaws.com/id/{hex:32}") }] },
        ],
        platformVersion: "eks.1",
        status: "ACTIVE",
    },
    "eks/fargateProfile": { id: "{clusterName}:{fargateProfileName}" },
    "eks/nodeGroup": {
        id: "{clusterName}:{nodeGroupName}",
        arn: "arn:aws:eks:{region}:{account}:nodegroup/{clusterName}/{nodeGroupName}/{uuid}",
        status: "ACTIVE",
    },
    "lambda/alias": {
        id: "arn:aws:lambda:{region}:{account}:function:{last:functionName}:{name}",
        arn: "{id}",
        invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{id}/invocations",
    },
    "lambda/codeSigningConfig": {
        id: "arn:aws:lambda:{region}:{account}:code-signing-config:csc-0{hex:16}",
        arn: "{id}",
    },
    "lambda/eventSourceMapping": {
        id: "{uuid}",
        uuid: "{id}",
        arn: "arn:aws:lambda:{region}:{account}:event-source-mapping:{id}",
        functionArn: "arn:aws:lambda:{region}:{account}:function:{last:functionName}",
        state: "Enabled",
        lastProcessingResult: "",
        stateTransitionReason: "USER_INITIATED",
    },
    "lambda/function": {
        id: "{name}",
        arn: lambdaArn,
        invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
        version: ({ inputs }) => (inputs.publish === true ? "1" : "$LATEST"),
        qualifiedArn: "{arn}:{version}",
        qualifiedInvokeArn:
            "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{qualifiedArn}/invocations",
        codeSha256: ({ inputs, urn }) => {
            const hash = isObject(inputs.code) ? inputs.code.hash : undefined;
            return Buffer.from(typeof hash === "string" ? hash : hex(urn, 64), "hex").toString("base64");
        },
        lastModified: "2026-01-01T00:00:00.000+0000",
        responseStreamingInvokeArn:
            "arn:aws:apigateway:{region}:lambda:path/2021-11-15/functions/{arn}/response-streaming-invocations",
        signingJobArn: "",
        signingProfileVersionArn: "",
        sourceCodeSize: 1024,
        architectures: () => ["x86_64"],
        ephemeralStorage: { size: 512 },
        loggingConfig: ({ text }) => ({ logFormat: "Text", logGroup: text("/aws/lambda/{name}") }),
        tracingConfig: { mode: "PassThrough" },
    },
    "lambda/functionEventInvokeConfig": { id: "{last:functionName}" },
    "lambda/functionUrl": {
        id: "{last:functionName}",
        urlId: "{lower:32}",
        functionArn: "arn:aws:lambda:{region}:{account}:function:{last:functionName}",
        functionUrl: "https://{urlId}.lambda-url.{region}.on.aws/",
    },
    "lambda/invocation": { id: "{last:functionName}_$LATEST_{hex:32}", result: "null" },
    "lambda/layerVersion": {
        id: "arn:aws:lambda:{region}:{account}:layer:{layerName}:1",
        arn: "{id}",
        layerArn: "arn:aws:lambda:{region}:{account}:layer:{layerName}",
        version: "1",
    },
    "lambda/permission": { id: "{statementId}" },
    "scheduler/schedule": {
        id: ({ inputs, text }) => text(`${String(inputs.groupName ?? "default")}/{name}`),
        arn: "arn:aws:scheduler:{region}:{account}:schedule/{id}",
        groupName: "default",
    },
    "scheduler/scheduleGroup": {
        id: "{name}",
        arn: "arn:aws:scheduler:{region}:{account}:schedule-group/{id}",
        state: "ACTIVE",
    },
    "sfn/stateMachine": {
        id: "arn:aws:states:{region}:{account}:stateMachine:{name}",
        arn: "{id}",
        status: "ACTIVE",
        revisionId: "{uuid}",
    },
    "servicediscovery/httpNamespace": ns(),
    "servicediscovery/privateDnsNamespace": { ...ns(), hostedZone: "Z{upper:20}" },
    "servicediscovery/service": {
        id: "srv-{lower:16}",
        arn: "arn:aws:servicediscovery:{region}:{account}:service/{id}",
    },
};

function ns(): Row {
    return { id: "ns-{lower:16}", arn: "arn:aws:servicediscovery:{region}:{account}:namespace/{id}" };
}

function clusterName(cluster: unknown): string {
    return typeof cluster === "string" && cluster !== "" ? (cluster.split("/").pop() as string) : "default";
}
