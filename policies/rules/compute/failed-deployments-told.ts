import * as aws from "@pulumi/aws";
import { inJson, inNaming, set } from "../../edits.ts";
import { stackRule, type Edit } from "../../rule.ts";
import { inHearing, isTold } from "../../told.ts";
import { listOf } from "../../values.ts";

const source = "aws.ecs";
const failed = "SERVICE_DEPLOYMENT_FAILED";
const inRule = (edit: Edit | "remove"): Edit => inHearing(source, edit, failed);

export default stackRule(aws.ecs.Service, {
    id: "failed-deployments-told",
    criterion: "OPS-05",
    severity: "high",
    says: "A person hears of a deployment of a service that fails, whoever or whatever began it.",
    fix: `Add an aws.cloudwatch.EventRule for ${failed} of ${source}, and an EventTarget that is a topic of this stack (components/compute/renewal.ts).`,
    check: ({ props: { name } }, stack) => {
        const hears = isTold(stack, source, ({ eventName }, resources) => {
            const isAbout = resources?.some((arn) => arn.endsWith(`/${name}`)) ?? true;
            return isAbout && (eventName === undefined || listOf(eventName).includes(failed));
        });
        return hears ? undefined : "Nobody hears of a deployment of it that fails.";
    },
    breaks: {
        "left out": inRule("remove"),
        "turned off": inRule(set("state", "DISABLED")),
        "to nobody": inRule(inNaming(aws.cloudwatch.EventTarget, "rule", "remove")),
        "of good ones": inRule(
            inJson("eventPattern", ({ detail }) => (detail.eventName = ["SERVICE_DEPLOYMENT_COMPLETED"])),
        ),
        "of another service": inRule(
            inJson("eventPattern", (it) => (it.resources = [`${it.resources[0]}-2`])),
        ),
    },
});
