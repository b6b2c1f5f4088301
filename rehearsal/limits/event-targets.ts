import { isObject, type Properties } from "../values.ts";
import { alphabet, aws, count, length, oneOf, range, rule } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { api } from "./sources.ts";

const target = aws("cloudwatch", "EventTarget");

const putTargets = api("events", "Target");
const ecs = api("events", "EcsParameters");
const retries = api("events", "RetryPolicy");
const network = "ecsTarget.networkConfiguration";
const ecsBase: Properties = { ecsTarget: { networkConfiguration: { subnets: ["subnet-1"] } } };

/** What an event's rule hands the event to. */
export const eventTargets: Limit[] = [
    length(target, "targetId", 1, 64, putTargets),
    alphabet(target, "targetId", /^[\w.-]+$/, "letters, digits and . - _", putTargets, {
        good: ["check.v1-a_b"],
        bad: ["check/v1", "check v1"],
    }),
    length(target, "input", 0, 8192, putTargets),
    length(target, "inputPath", 0, 256, putTargets),
    length(target, "inputTransformer.inputTemplate", 1, 8192, api("events", "InputTransformer")),
    range(target, "retryPolicy.maximumEventAgeInSeconds", 60, 86400, retries),
    range(target, "retryPolicy.maximumRetryAttempts", 0, 185, retries),
    oneOf(target, "ecsTarget.launchType", ["EC2", "FARGATE", "EXTERNAL"], ecs, { base: ecsBase }),
    oneOf(target, "ecsTarget.propagateTags", ["TASK_DEFINITION"], ecs),
    count(target, `${network}.subnets`, 1, 16, api("events", "AwsVpcConfiguration")),
    count(target, `${network}.securityGroups`, 0, 5, api("events", "AwsVpcConfiguration")),
    rule(
        target,
        "ecsTarget",
        "network",
        ecs,
        (value) => {
            if (!isObject(value) || value.launchType !== "FARGATE") return undefined;
            return value.networkConfiguration === undefined
                ? "starts a task on Fargate without networkConfiguration; give it subnets"
                : undefined;
        },
        [{ ecsTarget: { launchType: "FARGATE", networkConfiguration: { subnets: ["subnet-1"] } } }],
        [{ ecsTarget: { launchType: "FARGATE" } }],
    ),
];
