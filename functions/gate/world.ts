import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Deployment } from "../hook/event.ts";
import type { Settings } from "./settings.ts";

/** One call of the hook: what it is about, and whom it can ask. */
export interface World extends Settings, Deployment {
    ecs: ECSClient;
    cloudwatch: CloudWatchClient;
    dynamo: DynamoDBClient;
    now(): Date;
}

/** What ECS is told; why is for people. */
export interface Answer {
    hookStatus: "SUCCEEDED" | "FAILED" | "IN_PROGRESS";
    why: string;
}

export const passed = (why: string): Answer => ({ hookStatus: "SUCCEEDED", why });
export const refused = (why: string): Answer => ({ hookStatus: "FAILED", why });
export const waiting = (why: string): Answer => ({ hookStatus: "IN_PROGRESS", why });
