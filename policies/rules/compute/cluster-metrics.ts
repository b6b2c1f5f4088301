import * as aws from "@pulumi/aws";
import { leaveOut, set } from "../../edits.ts";
import { resourceRule } from "../../rule.ts";

export default resourceRule(aws.ecs.Cluster, {
    id: "cluster-metrics",
    criterion: "OBS-02",
    severity: "medium",
    says: "Every cluster measures what its services and tasks use.",
    fix: 'Set settings to [{ name: "containerInsights", value: "enhanced" }]; "enabled" does, too.',
    check: ({ settings = [] }) => {
        const insights = settings.find(({ name }) => name === "containerInsights")?.value ?? "left out";
        return ["enabled", "enhanced"].includes(insights) ? undefined : `containerInsights is ${insights}.`;
    },
    breaks: {
        "left out": leaveOut("settings"),
        off: set("settings", [{ name: "containerInsights", value: "disabled" }]),
    },
});
