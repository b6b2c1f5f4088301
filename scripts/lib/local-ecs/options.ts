import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import type { LocalAlarm } from "./alarms.ts";

export interface LocalEcsOptions {
    /** How many times as fast as on the wall time passes. */
    factor: number;
    /** By which what ECS and Fargate take themselves is multiplied. @default 1 */
    delay?: number;
    configuration: DeploymentConfiguration;
    alarms: LocalAlarm[];
    /** Milliseconds of the wall until the load balancer answers for a task that does not. @default 30,000 */
    patience?: number;
    /** Where the state of an alarm, and what a task has said, go. */
    tell?: {
        alarm(name: string, isRed: boolean): Promise<void>;
        log(stream: string, line: string): Promise<void>;
    };
}
