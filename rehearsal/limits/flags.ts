import { aws, count, length } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { typings } from "./sources.ts";

const application = aws("appconfig", "Application");
const environment = aws("appconfig", "Environment");
const profile = aws("appconfig", "ConfigurationProfile");
const deployment = aws("appconfig", "Deployment");

/** What is switched while the application runs. */
export const flags: Limit[] = [
    length(application, "name", 1, 64, typings("appconfig/application")),
    length(environment, "name", 1, 64, typings("appconfig/environment")),
    count(environment, "monitors", 0, 5, typings("appconfig/environment"), {
        item: (index) => ({ alarmArn: `arn:aws:cloudwatch:us-east-1:123456789012:alarm:a${index}` }),
    }),
    length(profile, "name", 1, 128, typings("appconfig/configurationProfile")),
    length(deployment, "description", 0, 1024, typings("appconfig/deployment")),
];
