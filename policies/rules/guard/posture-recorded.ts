import * as aws from "@pulumi/aws";
import { inEvery, inJson, set } from "../../edits.ts";
import { failedControl } from "../../findings.ts";
import { stackRule } from "../../rule.ts";
import { areHeard, inHearing } from "../../told.ts";
import { isOff } from "../../values.ts";

const { DeliveryChannel, Recorder, RecorderStatus } = aws.cfg;
const { StandardsSubscription } = aws.securityhub;
const { source } = failedControl;

export default stackRule(aws.securityhub.Account, {
    id: "posture-recorded",
    criterion: "SEC-12",
    severity: "medium",
    says: "Where Security Hub judges an account, it has a standard, AWS Config records what it judges, and a person hears of it.",
    fix: "Add a StandardsSubscription, a Recorder of all that is supported with its DeliveryChannel and RecorderStatus, and an EventRule for findings.",
    check: (_hub, stack) => {
        if (stack.all(StandardsSubscription).length === 0) return "It holds the account against nothing.";
        const isAll = stack.all(Recorder).some(({ props }) => !isOff(props.recordingGroup?.allSupported));
        if (!isAll) return "AWS Config does not record everything, and what it leaves out passes.";
        const isOn = stack.all(RecorderStatus).some(({ props }) => !isOff(props.isEnabled));
        if (!isOn || stack.all(DeliveryChannel).length === 0)
            return "The recorder of AWS Config stands still.";
        return areHeard(stack, [failedControl]) ? undefined : "Nobody hears of what is found.";
    },
    breaks: {
        "left out": inEvery(Recorder, "remove"),
        "no standard": inEvery(StandardsSubscription, "remove"),
        "some kinds alone": inEvery(Recorder, set("recordingGroup.allSupported", false)),
        "never begun": inEvery(RecorderStatus, "remove"),
        "turned off": inEvery(RecorderStatus, set("isEnabled", false)),
        "kept nowhere": inEvery(DeliveryChannel, "remove"),
        "heard by nobody": inHearing(source, "remove"),
        "of what passes": inHearing(
            source,
            inJson("eventPattern", ({ detail }) => (detail.findings.Compliance.Status = ["PASSED"])),
        ),
    },
});
