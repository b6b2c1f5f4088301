import * as aws from "@pulumi/aws";
import { inNaming, leaveOut, set } from "../../edits.ts";
import { isSet } from "../../references.ts";
import { stackRule } from "../../rule.ts";
import { listOf } from "../../values.ts";

const { ConfigurationProfile, Environment } = aws.appconfig;
const type = "AWS.AppConfig.FeatureFlags";

export default stackRule(aws.appconfig.Application, {
    id: "flags-roll-back",
    criterion: "OPS-15",
    severity: "medium",
    says: "A feature is switched without a deployment, and goes back by itself when an alarm rings.",
    fix: `Give the application a ConfigurationProfile of the type ${type}, and its Environment monitors (components/compute/flags.ts).`,
    check: (application, stack) => {
        const profiles = stack.naming(application, "applicationId", ConfigurationProfile);
        if (!profiles.some(({ props }) => props.type === type)) return "It has no place for feature flags.";
        const environments = stack.naming(application, "applicationId", Environment);
        const isWatched = ({ props }: (typeof environments)[number]) =>
            listOf(props.monitors).some((one) => isSet(one, "alarmArn") && isSet(one, "alarmRoleArn"));
        return environments.length > 0 && environments.every(isWatched)
            ? undefined
            : "A flag that hurts users stays on: no alarm takes it back.";
    },
    breaks: {
        "left out": inNaming(ConfigurationProfile, "applicationId", "remove"),
        "of another kind": inNaming(ConfigurationProfile, "applicationId", set("type", "AWS.Freeform")),
        "by nobody who may look": inNaming(Environment, "applicationId", ({ props }) => {
            for (const monitor of props.monitors) delete monitor.alarmRoleArn;
        }),
        "watched by nobody": inNaming(Environment, "applicationId", leaveOut("monitors")),
    },
});
