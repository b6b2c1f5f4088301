import * as aws from "@pulumi/aws";
import { inEvery, leaveOut, set } from "../../edits.ts";
import { isFrequent, isPaged, looksAt } from "../../looks.ts";
import { inMadeOf } from "../../paging.ts";
import { stackRule } from "../../rule.ts";

const { Canary } = aws.synthetics;
const metric = "SuccessPercent";
const inPage = (edit: (rule: string) => string) =>
    inMadeOf(metric, "any", ({ props }) => void (props.alarmRule = edit(String(props.alarmRule))));

export default stackRule(aws.cloudfront.Distribution, {
    id: "uptime-outside",
    criterion: "OBS-06",
    severity: "high",
    says: "Somebody looks from outside, every few minutes, whether users can do what they come for; and a person is woken when they can't.",
    fix: `Start an aws.synthetics.Canary outside of a VPC, every 5 minutes or more often, at the name that users call, and name an alarm on its ${metric} in the alarm that pages (components/watch/alarms/uptime.ts).`,
    check: (distribution, stack) => {
        const looks = looksAt(distribution, stack);
        if (looks.length === 0) return "Nobody looks at it from outside.";
        const often = looks.filter(({ props }) => isFrequent(props.schedule.expression));
        if (often.length === 0) return "Somebody looks at it too seldom.";
        return often.some((look) => isPaged(look, stack)) ? undefined : "Nobody is woken when a look fails.";
    },
    breaks: {
        "left out": inEvery(Canary, leaveOut("startCanary")),
        "every hour": inEvery(Canary, set("schedule.expression", "rate(1 hour)")),
        "from inside": inEvery(Canary, set("vpcConfig", { subnetIds: ["subnet-1"], securityGroupIds: [] })),
        "at another name": inEvery(
            Canary,
            set("runConfig.environmentVariables", { URL: "https://example.org" }),
        ),
        "no part of the page": inPage((rule) => rule.replace(/ALARM\("[^"]*-uptime"\) OR /, "")),
        "only with another": inPage((rule) => rule.replace(/(ALARM\("[^"]*-uptime"\)) OR /, "$1 AND ")),
    },
});
