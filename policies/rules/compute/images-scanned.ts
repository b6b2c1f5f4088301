import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";
import { isOff } from "../../values.ts";

export default resourceRule(aws.ecr.Repository, {
    id: "images-scanned",
    criterion: "SEC-10",
    severity: "high",
    says: "An image is scanned for known faults when it comes in.",
    fix: "Set imageScanningConfiguration.scanOnPush to true.",
    check: ({ imageScanningConfiguration: { scanOnPush } = {} as { scanOnPush?: boolean } }) =>
        scanOnPush === undefined || isOff(scanOnPush) ? "Nothing scans what is pushed." : undefined,
    breaks: {
        "left out": leaveOut("imageScanningConfiguration"),
        "not scanned": set("imageScanningConfiguration.scanOnPush", false),
    },
});
