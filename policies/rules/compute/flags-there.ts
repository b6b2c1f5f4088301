import * as aws from "@pulumi/aws";
import { inEvery } from "../../edits.ts";
import { Program } from "../../program.ts";
import { hasUsers } from "../../releases.ts";
import { stackRule } from "../../rule.ts";

const { Application, Deployment } = aws.appconfig;

export default stackRule(Program, {
    id: "flags-there",
    criterion: "OPS-15",
    severity: "medium",
    says: "What users reach has a place for feature flags, and can ask for them before the first is thrown.",
    fix: "Add an aws.appconfig.Application, and a first aws.appconfig.Deployment of its flags (components/compute/flags.ts).",
    check: (_program, stack) => {
        if (!stack.all(aws.ecs.Service).some(({ props }) => hasUsers(props))) return undefined;
        const applications = stack.all(Application);
        if (applications.length === 0)
            return "A feature can't be switched without a deployment: there are no flags.";
        const silent = applications.find(
            (one) => stack.naming(one, "applicationId", Deployment).length === 0,
        );
        return silent && `Who asks ${silent.name} for flags gets an error: nothing was ever deployed.`;
    },
    breaks: {
        "left out": inEvery(Application, "remove"),
        "never deployed": inEvery(Deployment, "remove"),
    },
});
