/**
 * Lets an environment sleep at night and at weekends, and wakes it. Asked every minute, it looks where everything is and
 * takes the next step: the database before the tasks that need it, and the other way round.
 */
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { RDSClient } from "@aws-sdk/client-rds";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SSMClient } from "@aws-sdk/client-ssm";
import { readSettings } from "./settings.ts";
import { step } from "./step.ts";

const clients = {
    rds: new RDSClient({}),
    ecs: new ECSClient({}),
    scaling: new ApplicationAutoScalingClient({}),
    scheduler: new SchedulerClient({}),
    ssm: new SSMClient({}),
    alarms: (region: string) => new CloudWatchClient({ region }),
};

/** What AWS Lambda calls. A failure is tried again a minute later; an alarm tells of it. */
export function handler(): Promise<void> {
    return step(clients, readSettings(process.env), new Date());
}
